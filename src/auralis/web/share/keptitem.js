/** One kept moment in the list: its name, its files as they come, and what can be done with it. */

import { make } from "../page/elements.js";
import { withToken } from "../station/token.js";
import { language, say } from "../words/words.js";

/** @import { Export, Kept } from "./library.js" */

/** The forms of sound, the most likely first. */
export const SOUNDS = ["flac", "wav", "mp3", "opus", "stems"];

const FORMATS = [...SOUNDS, "midi", "musicxml", "json"];

const SURE_MS = 5_000;
const WHEN = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });

/**
 * @typedef {object} Acts
 * @property {(id: string, format: string) => void} order
 * @property {(id: string, title: string) => void} rename
 * @property {(id: string) => void} remove
 * @property {(link: string) => void} copy
 */

export class KeptItem {
  /** Its element. */
  shown = make("li", { class: "kept" });
  #title = make("strong");
  #files = make("div", { class: "row" });
  #name = make("input", { class: "field", type: "text", maxlength: 100, required: true });
  #form;
  #acts;
  /** @type {Kept} */
  #kept;
  /** What the files last looked like, and their progress bars. */
  #look = "";
  /** @type {Map<string, { bar: HTMLProgressElement, left: HTMLElement }>} */
  #bars = new Map();

  /**
   * @param {Kept} kept
   * @param {boolean} mine whether it may be renamed and deleted
   * @param {Acts} acts
   */
  constructor(kept, mine, acts) {
    this.#kept = kept;
    this.#acts = acts;
    this.#form = this.#naming();
    const length = say("share.length", { time: lengthOf(kept.seconds) });
    const facts = `${length} · ${kept.key} · ${WHEN.format(new Date(kept.created))}`;
    const head = make("div", {}, this.#title, make("span", { class: "hint" }, facts));
    this.shown.append(head, this.#form, this.#files, this.#ways(mine));
    this.update(kept);
  }

  /**
   * Show how it is now.
   * @param {Kept} kept
   */
  update(kept) {
    this.#kept = kept;
    this.#title.textContent = kept.title;
    const look = kept.exports.map(({ format, state }) => format + state).join();
    if (look !== this.#look) {
      this.#look = look;
      this.#bars.clear();
      this.#files.replaceChildren(...kept.exports.map((file) => this.#file(file)));
    }
    for (const file of kept.exports) {
      this.#advance(file);
    }
  }

  /** @param {Export} file */
  #file(file) {
    const name = say(`share.formats.${file.format}`);
    if (file.state === "done" && file.file) {
      const size = sizeOf(file.bytes ?? 0);
      return make("a", { class: "chip", href: withToken(file.file), download: "" }, `${name} · ${size}`);
    }
    if (file.state === "failed" || file.state === "damaged") {
      const why = say(`share.${file.state}`, { name, why: file.error ?? "" });
      const again = chip(say("share.again"), () => this.#acts.order(this.#kept.id, file.format));
      return make("span", { class: "row" }, make("span", { class: "hint" }, why), again);
    }
    const bar = make("progress", { "aria-label": name, max: 1 });
    const left = make("span", { class: "hint" });
    this.#bars.set(file.format, { bar, left });
    return make("span", { class: "row making" }, name, bar, left);
  }

  /** @param {Export} file */
  #advance(file) {
    const shown = this.#bars.get(file.format);
    if (!shown) {
      return;
    }
    if (file.state === "running" && file.progress > 0) {
      shown.bar.value = file.progress;
    }
    const left = file.seconds_left;
    shown.left.textContent =
      file.state === "queued"
        ? say("share.queued")
        : left
          ? say("share.left", { seconds: Math.ceil(left) })
          : "";
  }

  /** @param {boolean} mine */
  #ways(mine) {
    const { link, id } = this.#kept;
    const play = make("a", { class: "chip", href: link }, say("share.play"));
    const copied = chip(say("share.copy"), () => this.#acts.copy(link));
    const own = mine ? [chip(say("share.rename"), () => this.#turnNaming(true)), this.#deleting(id)] : [];
    return make("div", { class: "row" }, play, copied, this.#more(id), ...own);
  }

  /** @param {string} id */
  #more(id) {
    const first = make("option", { value: "" }, say("share.more"));
    const options = FORMATS.map((format) =>
      make("option", { value: format }, say(`share.formats.${format}`)),
    );
    const more = make("select", { class: "field", "aria-label": say("share.more") }, first, ...options);
    more.addEventListener("change", () => {
      this.#acts.order(id, more.value);
      more.value = "";
    });
    return more;
  }

  /** @param {string} id */
  #deleting(id) {
    const button = chip(say("share.delete"), () => {
      if (button.dataset.sure) {
        this.#acts.remove(id);
        return;
      }
      button.dataset.sure = "asked";
      button.textContent = say("share.sure");
      setTimeout(() => {
        delete button.dataset.sure;
        button.textContent = say("share.delete");
      }, SURE_MS);
    });
    return button;
  }

  #naming() {
    this.#name.setAttribute("aria-label", say("share.title"));
    const save = make("button", { class: "chip", type: "submit" }, say("share.save"));
    const form = make("form", { class: "row", hidden: true }, this.#name, save);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#turnNaming(false);
      this.#acts.rename(this.#kept.id, this.#name.value);
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.stopPropagation();
        this.#turnNaming(false);
      }
    });
    return form;
  }

  /** @param {boolean} on */
  #turnNaming(on) {
    this.#form.hidden = !on;
    if (on) {
      this.#name.value = this.#kept.title;
      this.#name.focus();
      this.#name.select();
    }
  }
}

/**
 * @param {string} label
 * @param {() => void} act
 */
function chip(label, act) {
  const button = make("button", { class: "chip", type: "button" }, label);
  button.addEventListener("click", act);
  return button;
}

/**
 * How large a file is: `480 kB`, `12 MB`.
 * @param {number} bytes
 */
function sizeOf(bytes) {
  const large = bytes >= 1e6;
  const [unit, size] = large ? ["megabyte", bytes / 1e6] : ["kilobyte", bytes / 1e3];
  const digits = { maximumFractionDigits: size < 10 ? 1 : 0 };
  return new Intl.NumberFormat(language, { style: "unit", unit, ...digits }).format(size);
}

/**
 * How long something is: `5:00`, `1:00:00`.
 * @param {number} seconds
 */
function lengthOf(seconds) {
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] ? parts : parts.slice(1);
  return shown.map((part, n) => (n ? String(part).padStart(2, "0") : part)).join(":");
}
