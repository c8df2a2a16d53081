/** The field for a token, shown where the station asks for one. */

import { asksForToken, hold } from "../station/token.js";

/** @import { Session } from "../station/session.js" */

/** Closing codes of a station that wants a token, or another one. */
const CLOSINGS = new Set([4401, 4403]);

export class TokenForm {
  /**
   * It stays until a station greets: a line that is tried again meanwhile takes nothing from who writes in it.
   * @param {Pick<HTMLFormElement, "hidden" | "addEventListener">} form
   * @param {{ value: string }} field within it
   * @param {Pick<Session, "onLink" | "onRefusal" | "onHello" | "reopen">} session
   */
  constructor(form, field, session) {
    session.onLink.on(({ code }) => {
      form.hidden &&= !CLOSINGS.has(code);
    });
    session.onRefusal.on(({ code }) => {
      form.hidden &&= !asksForToken(code);
    });
    session.onHello.on(() => {
      form.hidden = true;
      field.value = "";
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (field.value.trim() !== "") {
        hold(field.value);
        field.value = "";
        session.reopen();
      }
    });
  }
}
