"""Elements of an XML document."""

from xml.etree.ElementTree import Element, SubElement


def add(parent: Element, tag: str, text: object = None, **attributes: object) -> Element:
    """Append an element, with text if there is any; `print_object` is written `print-object`."""
    named = {name.rstrip("_").replace("_", "-"): str(value) for name, value in attributes.items()}
    child = SubElement(parent, tag, named)
    if text is not None:
        child.text = str(text)
    return child
