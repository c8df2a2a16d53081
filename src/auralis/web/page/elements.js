/** Finding and making elements. */

/**
 * The element of an id and a kind; raises TypeError when the page lacks it.
 * @template {Element} E
 * @param {string} id
 * @param {new () => E} kind
 * @returns {E}
 */
export function element(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) {
    throw new TypeError(`#${id} is missing`);
  }
  return found;
}

/**
 * Make an element with attributes and children; an attribute that is false is left out, one that is true is empty.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {{ [name: string]: string | number | boolean }} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) {
      made.setAttribute(name, value === true ? "" : String(value));
    }
  }
  made.append(...children);
  return made;
}

/** The browser's storage, or null where the listener has forbidden it. */
export function storage() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

/**
 * Tell the style sheet how far a slider stands.
 * @param {HTMLInputElement} input
 */
export function fillTrack(input) {
  const low = Number(input.min);
  const share = (Number(input.value) - low) / (Number(input.max) - low);
  input.style.setProperty("--share", String(share));
}
