/** Keeping the last minutes, and the list of what was kept. */

import { make } from "../page/elements.js";
import { say } from "../words/words.js";
import { copy } from "./clipboard.js";
import { KeptItem, SOUNDS } from "./keptitem.js";
import { Refusal } from "./library.js";

/** @import { Session } from "../station/session.js" */
/** @import { Kept, Library } from "./library.js" */

const STORAGE_NAME = "auralis_keep_as";
const MINUTES = [1, 5, 15, 60];
const LOOK_MS = 1_000;
const CHUNKS_PER_SECOND = 10;

/** What the server's refusals are called. @type {{ [status: number]: string }} */
const REFUSALS = { 403: "notyours", 404: "gone", 422: "refused", 429: "busy", 507: "full" };

export class Keeping {
  #session;
  #library;
  #frame;
  #storage;
  #told = make("p", { class: "hint", role: "status" });
  #list = make("ul", { class: "kept-list" });
  #none = make("p", { class: "hint" }, say("share.none"));
  #form;
  /** @type {Map<string, KeptItem>} */
  #items = new Map();
  /** Files that are being made, to say when they are there. @type {Set<string>} */
  #awaited = new Set();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {Session} session
   * @param {Library} library
   * @param {HTMLElement} place
   * @param {() => number | null} frame the station's frame that is audible now
   * @param {Pick<Storage, "getItem" | "setItem"> | null} storage
   */
  constructor(session, library, place, frame, storage) {
    this.#session = session;
    this.#library = library;
    this.#frame = frame;
    this.#storage = storage;
    this.#form = this.#choice();
    place.append(this.#keeping(), this.#kept());
    // The list is asked for when somebody looks at it, and while something is made.
    new IntersectionObserver((seen) => seen.at(-1)?.isIntersecting && this.#look()).observe(this.#told);
  }

  #keeping() {
    const buttons = MINUTES.map((minutes) => {
      const label = say("share.minutes", { minutes });
      const said = say("share.last", { minutes });
      const button = make("button", { class: "button", type: "button", "aria-label": said }, label);
      button.addEventListener("click", () => this.#act(() => this.#keep(minutes)));
      return button;
    });
    const label = make("label", { class: "label", for: "keep-as" }, say("share.as"));
    return make(
      "section",
      { class: "part" },
      make("h2", {}, say("share.keep")),
      make("p", { class: "hint" }, say("share.keeping")),
      make("div", { class: "row" }, ...buttons, make("span", { class: "row" }, label, this.#form)),
      this.#told,
    );
  }

  #kept() {
    const heading = make("h2", { id: "kept-list" }, say("share.kept"));
    this.#list.setAttribute("aria-labelledby", "kept-list");
    return make("section", { class: "part" }, heading, this.#none, this.#list);
  }

  #choice() {
    const chosen = this.#storage?.getItem(STORAGE_NAME) ?? SOUNDS[0];
    const options = SOUNDS.map((value) =>
      make("option", { value, selected: value === chosen }, say(`share.formats.${value}`)),
    );
    const select = make("select", { class: "field", id: "keep-as" }, ...options);
    select.addEventListener("change", () => this.#storage?.setItem(STORAGE_NAME, select.value));
    return select;
  }

  /** @param {number} minutes */
  async #keep(minutes) {
    const { hello, seq } = this.#session;
    const frame = this.#frame();
    if (!hello || frame === null || seq === null) {
      this.#tell("silent");
      return;
    }
    const chunk = hello.sample_rate / CHUNKS_PER_SECOND;
    const to = chunk * Math.min(seq + 1, Math.max(1, Math.ceil(frame / chunk)));
    const { id, seconds } = await this.#library.keep({ station: hello.station, minutes, to });
    this.#tell("done", { time: say("share.length", { time: Math.round(seconds / 6) / 10 }) });
    for (const format of ["midi", this.#form.value]) {
      // Somebody quick may have deleted it by now.
      if (this.#library.isMine(id)) {
        await this.#library.order(id, format);
      }
    }
  }

  /**
   * Do something that the server may refuse, then look how things are.
   * @param {() => Promise<unknown>} act
   */
  async #act(act) {
    try {
      await act();
    } catch (error) {
      this.#refuse(error);
    }
    await this.#look();
  }

  /** @param {unknown} error */
  #refuse(error) {
    if (!(error instanceof Refusal)) {
      throw error;
    }
    this.#tell(REFUSALS[error.status] ?? "unasked");
  }

  /** Ask for the list, and again soon while something is made. */
  async #look() {
    clearTimeout(this.#timer);
    try {
      const all = await this.#library.list();
      this.#show(all);
      if (all.some(({ exports }) => exports.some(isComing))) {
        this.#timer = setTimeout(() => this.#look(), LOOK_MS);
      }
    } catch (error) {
      this.#refuse(error);
    }
  }

  /** @param {Kept[]} all */
  #show(all) {
    const ids = new Set(all.map(({ id }) => id));
    for (const [id, item] of this.#items) {
      if (!ids.has(id)) {
        item.shown.remove();
        this.#items.delete(id);
      }
    }
    for (const kept of all.toReversed()) {
      const item = this.#items.get(kept.id);
      item?.update(kept);
      if (!item) {
        this.#add(kept);
      }
      this.#herald(kept);
    }
    this.#none.hidden = all.length > 0;
  }

  /** @param {Kept} kept */
  #add(kept) {
    const item = new KeptItem(kept, this.#library.isMine(kept.id), {
      order: (id, format) => this.#act(() => this.#library.order(id, format)),
      rename: (id, title) => this.#act(() => this.#library.rename(id, title)),
      remove: (id) => this.#act(() => this.#remove(id)),
      copy: (link) => this.#copy(link),
    });
    this.#items.set(kept.id, item);
    this.#list.prepend(item.shown);
  }

  /**
   * Say of files that were being made that they are there.
   * @param {Kept} kept
   */
  #herald({ exports }) {
    for (const { id, format, state } of exports) {
      if (isComing({ state })) {
        this.#awaited.add(id);
      } else if (this.#awaited.delete(id) && state === "done") {
        this.#tell("ready", { name: say(`share.formats.${format}`) });
      }
    }
  }

  /** @param {string} id */
  async #remove(id) {
    await this.#library.remove(id);
    this.#tell("deleted");
    this.#form.focus();
  }

  /** @param {string} link */
  async #copy(link) {
    const whole = new URL(link, location.href).href;
    this.#told.textContent = (await copy(whole)) ? say("share.linked") : whole;
  }

  /**
   * @param {string} what
   * @param {{ [name: string]: string | number }} [values]
   */
  #tell(what, values) {
    this.#told.textContent = say(`share.${what}`, values);
  }
}

/** @param {{ state: string }} file */
function isComing({ state }) {
  return state === "queued" || state === "running";
}
