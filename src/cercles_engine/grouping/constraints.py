"""What a composition must respect, one constraint at a time: each can be named, lifted and priced alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Code = Literal["apart", "together", "fixed", "at_least", "at_most", "earlier"]


@dataclass(frozen=True)
class Constraint:
    """``apart``: no two of ``members`` share a group. ``together``: they all share one. ``fixed``: its member is in ``group``.

    ``at_least``, ``at_most``: ``group`` holds so many members (``bound``). ``earlier``: the composition of that number among the
    earlier ones (``bound``, from 0) costs its penalty for each of its pairs that sits together again; it forbids nothing.
    """

    code: Code
    members: tuple[int, ...] = ()
    group: int = -1
    bound: int = -1

    def __str__(self) -> str:
        return {
            "apart": f"no two of the members {_list(self.members)} may share a group",
            "together": f"the members {_list(self.members)} must share a group",
            "fixed": f"member {_list(self.members)} must be in group {self.group}",
            "at_least": f"group {self.group} must hold at least {self.bound}",
            "at_most": f"group {self.group} can hold at most {self.bound}",
            "earlier": f"pairs of the earlier composition {self.bound} are best not repeated",
        }[self.code]


@dataclass(frozen=True)
class Earlier:
    """A composition already lived, and what each of its pairs costs if it sits together again, in the unit of the distances.

    groups: members of each group; who was absent then is in none.
    """

    groups: tuple[tuple[int, ...], ...]
    penalty: float

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Each pair that sat together, the smaller number first."""
        return (pair for group in self.groups for pair in pairs_of(group))


def fading(
    compositions: Iterable[Iterable[Iterable[int]]], *, penalty: float, fade: float = 0.5
) -> tuple[Earlier, ...]:
    """Earlier compositions, the oldest first: the last costs ``penalty`` a pair, the one before ``fade`` times as much, and so on.

    ``fade`` is between 0 (only the last counts) and 1 (all count alike). Penalties of a pair that met several times add up.
    """
    if not 0 <= fade <= 1:
        raise ValueError(f"fade must be between 0 and 1, not {fade}")
    told = [tuple(tuple(group) for group in groups) for groups in compositions]
    return tuple(
        Earlier(groups, penalty * fade**back) for groups, back in zip(told, reversed(range(len(told))), strict=True)
    )


def pairs_of(members: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Every pair of a list of members, the smaller number first."""
    ordered = sorted(members)
    return ((one, other) for place, one in enumerate(ordered) for other in ordered[place + 1 :])


def constraints_of(
    members: int,
    groups: int,
    *,
    apart: Iterable[Iterable[int]] = (),
    together: Iterable[Iterable[int]] = (),
    fixed: Mapping[int, int] | Iterable[tuple[int, int]] = (),
) -> tuple[Constraint, ...]:
    """The same as constraints, cleaned; raises ValueError with a sentence where one makes no sense by itself."""
    found = [Constraint("apart", _several("apart", given, members)) for given in apart]
    found += [Constraint("together", _several("together", given, members)) for given in together]
    pairs = fixed.items() if isinstance(fixed, Mapping) else fixed
    for member, group in pairs:
        if not (0 <= member < members and 0 <= group < groups):
            raise ValueError(f"fixed: there is no member {member} or no group {group}")
        found.append(Constraint("fixed", (int(member),), int(group)))
    return tuple(dict.fromkeys(found))


def check_earlier(earlier: Iterable[Earlier], members: int) -> None:
    """Raises ValueError with a sentence where an earlier composition names nobody, or somebody twice, or gains."""
    for number, one in enumerate(earlier):
        named = [member for group in one.groups for member in group]
        if len(set(named)) < len(named) or any(not 0 <= member < members for member in named):
            raise ValueError(
                f"earlier composition {number}: each member, from 0 to {members - 1}, is in one group at most"
            )
        if not 0 <= one.penalty < float("inf"):
            raise ValueError(f"earlier composition {number}: its penalty must be zero or more, not {one.penalty}")


def _several(code: str, given: Iterable[int], members: int) -> tuple[int, ...]:
    named = sorted({int(member) for member in given})
    if len(named) < 2 or not (named[0] >= 0 and named[-1] < members):
        raise ValueError(f"{code}: two members or more are needed, from 0 to {members - 1}, not {named}")
    return tuple(named)


def _list(members: tuple[int, ...]) -> str:
    return ", ".join(str(member) for member in members)
