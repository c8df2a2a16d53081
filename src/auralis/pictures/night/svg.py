"""Elements of SVG and HTML as text."""

from html import escape


def element(name: str, content: str = "", /, **attributes: object) -> str:
    """Return an element; `class_` is written class, `_` in a name `-`. The caller escapes its content."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(number(value), quote=True)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>"


def number(value: object) -> str:
    """Write a value, a number with two decimals at most."""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)


def drawing(content: str, width: float, height: float, words: str) -> str:
    """Return a drawing that is stretched to its room; `words` say what it shows to who can't see it."""
    return element(
        "svg",
        f"<title>{escape(words)}</title>{content}",
        viewBox=f"0 0 {number(width)} {number(height)}",
        preserveAspectRatio="none",
        role="img",
    )
