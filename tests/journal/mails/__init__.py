"""Mails as programs write them, byte for byte; ``<@TO@>`` stands for the address they are sent to."""

from pathlib import Path

HERE = Path(__file__).parent


def raw(name: str, to: str = "cercles@exemple.fr") -> bytes:
    return (HERE / f"{name}.eml").read_bytes().replace(b"<@TO@>", f"<{to}>".encode())
