/** The field for a token, shown where the station asks for one. */

export class TokenForm {
  #form;
  #field;

  /**
   * @param {HTMLFormElement} form
   * @param {HTMLInputElement} field within it
   * @param {(token: string) => void} enter
   */
  constructor(form, field, enter) {
    this.#form = form;
    this.#field = field;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const token = field.value.trim();
      if (token !== "") {
        field.value = "";
        this.show(false);
        enter(token);
      }
    });
  }

  /**
   * Show it, or take it away.
   * @param {boolean} asked
   */
  show(asked) {
    if (this.#form.hidden === asked) {
      this.#form.hidden = !asked;
      this.#field.value = "";
    }
  }
}
