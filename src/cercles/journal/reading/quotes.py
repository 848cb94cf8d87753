"""What a person wrote, apart from what her program added: earlier messages, signatures. Nothing is lost: every line is on one side.

The lines of ``Split.parts`` put together are the text that came, to the letter; ``kept`` can always be unfolded.
"""

import re
from dataclasses import dataclass
from itertools import groupby

OWN, HEAD, QUOTE, TAIL, SIGN = "own", "head", "quote", "tail", "sign"

_DAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun\.?|mar\.?|mer\.?|jeu\.?|ven\.?|sam\.?|dim\.?)"
_WROTE = re.compile(  # « Le mer. 12 juin 2019 à 14:30, Maud <m@x.fr> a écrit : », on one to four lines
    r"^[> ]*(?:Le|On|El|Am)\s.{0,400}?\b(?:a\s+écrit|a\s+ecrit|wrote|schrieb|escribió)\s*:?\s*$",
    re.DOTALL | re.IGNORECASE,
)
_STARTS_WROTE = re.compile(r"^[> ]*(?:Le|On|Am|El)\s+(?:\S+\s+){0,4}?.*\d", re.IGNORECASE)
_MOMENT = re.compile(r"@|\d{1,2}\s?[:h]\s?\d{2}|\d{1,2}/\d{1,2}/\d{2,4}")
_SEPARATOR = re.compile(
    r"^[> ]*(?:-{2,}|_{5,}|={5,})\s*(?:Message d[’']origine|Original Message|Message original|Mail original|Message transféré"
    r"|Message d[’']origine \(.*\)|Forwarded message|Ursprüngliche Nachricht|Courriel d[’']origine)\s*(?:-{2,}|_{5,}|={5,})?\s*$",
    re.IGNORECASE,
)
_MESSAGE_OF = re.compile(
    r"^[> ]*Message d[ue] +\S*\d.*$", re.IGNORECASE
)  # Orange, La Poste: « > Message du 12/06/19 14:30 »
_FIELD = re.compile(
    r"^[> *]*(De|From|Envoyé|Envoye|Sent|Date|À|A|To|Cc|Copie à|Copie|Objet|Subject|Répondre à|Expéditeur|Destinataire)"
    r"\*?\s*\u00a0?:\*?\s*\S*",
    re.IGNORECASE,
)
_FROM = re.compile(r"^[> *]*(?:De|From|Expéditeur)\*?\s*\u00a0?:", re.IGNORECASE)
_RULE = re.compile(r"^\s*(?:_{5,}|-{5,}|={5,})\s*$")
_NAMES = (  # what a telephone or a mail program calls itself
    r"(?:iPhone|iPad|Mac(?:Book)?|smartphone|mobile|portable|t[ée]l[ée]phone|phone|tablette|tablet|ordinateur|computer|appareil|device|BlackBerry"
    r"|Samsung|Galaxy|Huawei|Xiaomi|Redmi|Sony|Xperia|Pixel|Fairphone|Android|iOS|Windows|Phone|Mobile|Courrier|Outlook|Yahoo|Gmail|Proton|ProtonMail"
    r"|TypeApp|BlueMail|Spark|K-9|Thunderbird|Zimbra|Mailo|Orange|SFR|Free|Bouygues|La ?Poste|laposte\.net|messagerie|bo[îi]te|webmail)"
)
_SMALL = r"pour|for|par|de|sur|on|avec|et|and|mail|secure|email|sécurisée?|app|application|Apple"
_AFTER = rf"(?:[ -](?:{_NAMES}|{_SMALL}|[A-Z]{{0,3}}\d\w*))*[.!]?"
_PHONE = re.compile(
    rf"\s*(?:Envoyé (?:de|depuis|à partir de|par|avec|via) (?:mon |ma |l[’'](?:application (?:Mail )?)?|la )?{_NAMES}{_AFTER}"
    rf"|Provenance\s*:\s*(?:Courrier|Mail|Outlook){_AFTER}|Sent (?:from|with|via) (?:my |the )?(?:{_NAMES}|Mail){_AFTER}"
    rf"|(?:Get|Obtenez|Obtenir|Télécharger|Téléchargez) Outlook (?:for|pour) {_NAMES}{_AFTER})\s*",
    re.IGNORECASE,
)
_ADVERTISED = re.compile(r"\s*(?:Une messagerie gratuite, garantie à vie|Je crée ma boîte mail)", re.IGNORECASE)
_ADDRESS = re.compile(r"\s*[<\[(]https?://[^\s>\])]*[>\])]")
_LONGEST_PHONE = 60
_SIGNATURE = re.compile(r"^-- ?$")
_DASHED = re.compile(r"^(?:— ?|__)$")
_MOST_SIGNED, _LONGEST_SIGNED = 6, 60
_GOES_ON = re.compile(r"^\s*[-*•]\s|[.!?…;:,]\s*$")
_WORD = re.compile(r"\b[a-zà-ÿœ]{4,}")


@dataclass(frozen=True)
class Split:
    """``parts``: ``(kind, lines)`` in their order; ``body`` what is hers, ``kept`` the rest."""

    parts: tuple[tuple[str, str], ...]
    body: str
    kept: str


def split(text: str) -> Split:
    """Answers above, below or between quotations; a mail that holds nothing of her own, such as a forward, is kept whole as the body."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").splitlines(keepends=True)
    kinds = _labels([line.rstrip("\n") for line in lines])
    hers = _hers(kinds, lines)
    parts = tuple(
        (kind, "".join(line for _label, line in group))
        for kind, group in groupby(zip(kinds, lines, strict=True), key=lambda pair: pair[0])
    )
    if not any(line.strip() for line, own in zip(lines, hers, strict=True) if own):
        return Split(parts, _trimmed(text), "")
    body = "".join(line for line, own in zip(lines, hers, strict=True) if own)
    kept = "".join(line for line, own in zip(lines, hers, strict=True) if not own)
    return Split(parts, _trimmed(body), _trimmed(kept))


def _trimmed(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text.replace("\r\n", "\n")).strip("\n \t")


def _hers(kinds: list[str], lines: list[str]) -> list[bool]:
    """Her own lines; and the quotations she answers between, so that her words keep their sense."""
    own = [i for i, kind in enumerate(kinds) if kind == OWN and lines[i].strip()]
    quotes = [i for i, kind in enumerate(kinds) if kind == QUOTE and lines[i].strip(" >\n")]
    between = bool(own) and any(own[0] < i < own[-1] for i in quotes)
    runs = sum(1 for kind, _ in groupby(kinds[: own[-1] + 1]) if kind == QUOTE) if own else 0
    woven = between or runs > 1
    return [kind == OWN or (woven and kind == QUOTE and i < own[-1]) for i, kind in enumerate(kinds)]


def _labels(lines: list[str]) -> list[str]:
    kinds = [QUOTE if line.lstrip(" ").startswith(">") else OWN for line in lines]
    tail = _tail(lines, kinds)
    for i in range(tail, len(lines)):
        kinds[i] = TAIL
    _mark_heads(lines, kinds, tail)
    _mark_signature(lines, kinds)
    _join_blanks(lines, kinds)
    return kinds


def _tail(lines: list[str], kinds: list[str]) -> int:
    """Where a program pasted the earlier message below, unquoted, under its headers; the end when nowhere."""
    for i, line in enumerate(lines):
        if kinds[i] == QUOTE and not _MESSAGE_OF.match(line) and not _SEPARATOR.match(line):
            continue
        if _SEPARATOR.match(line) and _has_fields(lines, i + 1):
            return i
        if _MESSAGE_OF.match(line) and _has_fields(lines, i + 1):
            return i - 1 if i and _RULE.match(lines[i - 1]) else i
        if _FROM.match(line) and _has_fields(lines, i):
            return i - 1 if i and _RULE.match(lines[i - 1]) else i
        if _is_wrote(lines, i) and not _quote_follows(lines, kinds, i):
            return i
    return len(lines)


def _has_fields(lines: list[str], start: int) -> bool:
    """At least three of De, Envoyé, À, Objet on the lines that follow, one of them « De »."""
    near = [line for line in lines[start : start + 10] if line.strip(" >")][:7]
    names = {match.group(1).lower() for line in near if (match := _FIELD.match(line))}
    return len(names) >= 3 and any(_FROM.match(line) for line in near)


def _span(lines: list[str], i: int) -> int:
    """How many lines the attribution that starts here takes; 0 when none does."""
    if not _STARTS_WROTE.match(lines[i]):
        return 0
    for many in range(1, 5):
        said = "\n".join(lines[i : i + many])
        if _WROTE.match(said):
            return many if _MOMENT.search(said) else 0
    return 0


def _is_wrote(lines: list[str], i: int) -> bool:
    return _span(lines, i) > 0


def _quote_follows(lines: list[str], kinds: list[str], i: int) -> bool:
    after = [
        kind
        for kind, line in zip(kinds[i + _span(lines, i) :], lines[i + _span(lines, i) :], strict=True)
        if line.strip()
    ]
    return bool(after) and after[0] == QUOTE


def _mark_heads(lines: list[str], kinds: list[str], tail: int) -> None:
    """« Le … a écrit : » before a quotation, at any depth."""
    for i in range(tail):
        if kinds[i] == OWN and (many := _span(lines, i)):
            for j in range(i, min(i + many, tail)):
                kinds[j] = HEAD


def _mark_signature(lines: list[str], kinds: list[str]) -> None:
    """From « -- » to the end of her block; a telephone's line, or a dash and a few names, when no word of hers follows."""
    signing = False
    for i, line in enumerate(lines):
        if kinds[i] != OWN:
            signing = False
        elif _SIGNATURE.match(line) or (_DASHED.match(line) and _are_names(lines, kinds, i + 1)):
            signing = True
        if signing:
            kinds[i] = SIGN
    for i in range(len(lines) - 1, -1, -1):  # a telephone's line, with nothing of hers below it
        if kinds[i] == OWN and lines[i].strip():
            if not _is_phone(lines[i]):
                break
            kinds[i] = SIGN


def _is_phone(line: str) -> bool:
    said = _ADDRESS.sub("", line).strip()
    return bool(_ADVERTISED.match(line)) or (len(said) <= _LONGEST_PHONE and bool(_PHONE.fullmatch(said)))


def _are_names(lines: list[str], kinds: list[str], start: int) -> bool:
    """Who she is, where she works: a few short lines, none of which reads as a sentence."""
    after = [line for line, kind in zip(lines[start:], kinds[start:], strict=True) if kind == OWN and line.strip()]
    return 0 < len(after) <= _MOST_SIGNED and not any(map(_is_sentence, after))


def _is_sentence(line: str) -> bool:
    if len(line) > _LONGEST_SIGNED or _GOES_ON.search(line):
        return True
    return len(_WORD.findall(line)) > 2 and "@" not in line and not _is_phone(line)


def _join_blanks(lines: list[str], kinds: list[str]) -> None:
    """An empty line belongs to what stands on both its sides."""
    for i, line in enumerate(lines):
        if kinds[i] == OWN and not line.strip():
            before = next((kinds[j] for j in range(i - 1, -1, -1) if lines[j].strip()), "")
            after = next((kinds[j] for j in range(i + 1, len(lines)) if lines[j].strip()), "")
            if before and (before == after or after in {"", HEAD, TAIL, QUOTE}) and before in {QUOTE, HEAD, SIGN, TAIL}:
                kinds[i] = before
