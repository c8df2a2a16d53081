/** How the player fares, on demand: figures twice a second while the panel is open, and what is set once and for all. */

import { make } from "../page/elements.js";
import { choose, language, NAMES, say } from "../words/words.js";
import { onGauge, rows } from "./figures.js";

/** @import { Player } from "../sound/player.js" */
/** @import { Session } from "../station/session.js" */
/** @import { Announcer } from "../page/announcer.js" */
/** @import { Light, Theme } from "../page/theme.js" */

const EVERY_MS = 500;
const STATUS_EVERY = 4;
const TIERS = ["emergency", "low", "healthy", "full"];
const THEMES = ["auto", "light", "dark", "night"];
const CODECS = ["auto", "opus", "pcm"];

export class Readout {
  #session;
  #player;
  #place;
  #gauge = make("div", { class: "gauge", role: "meter", "aria-valuemin": 0, "aria-valuemax": 800 });
  #depth = make("p", { class: "depth" });
  #list = make("dl", { class: "figures" });
  /** @type {Map<string, HTMLElement>} */
  #cells = new Map();
  #copied = make("span", { class: "hint", role: "status" });
  /** @type {import("../station/protocol.js").Status | null} */
  #status = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  #turn = 0;

  /**
   * @param {Session} session
   * @param {Player} player
   * @param {HTMLElement} place the panel "health"
   * @param {Light | null} [light] the page's; without it there is no choice of light
   * @param {Announcer | null} [announcer] who says chords and keys; without it there is no switch for it
   */
  constructor(session, player, place, light = null, announcer = null) {
    this.#session = session;
    this.#player = player;
    this.#place = place;
    this.#build(light, announcer);
    session.onStatus.on((status) => {
      this.#status = status;
    });
    session.onVisit.on(() => {
      this.#status = null;
    });
    new MutationObserver(() => this.#wake()).observe(place, { attributeFilter: ["hidden"] });
    this.#wake();
  }

  /**
   * @param {Light | null} light
   * @param {Announcer | null} announcer
   */
  #build(light, announcer) {
    this.#gauge.setAttribute("aria-label", say("health.buffer"));
    this.#gauge.append(...TIERS.map((tier) => make("span", { class: tier }, say(`health.tiers.${tier}`))));
    this.#place.append(
      make("h2", {}, say("page.health")),
      make("div", { class: "buffer" }, this.#depth, this.#gauge),
      this.#list,
      make("div", { class: "row" }, this.#makeCopy(), this.#copied),
      make("div", { class: "choices" }, ...this.#choosers(light)),
    );
    if (announcer) {
      const input = make("input", { type: "checkbox", role: "switch", checked: announcer.on });
      input.addEventListener("change", () => {
        announcer.on = input.checked;
      });
      this.#place.append(make("label", { class: "switch" }, input, say("health.announce")));
    }
  }

  /** @param {Light | null} light */
  #choosers(light) {
    const codecs = CODECS.map(
      (codec) => /** @type {[string, string]} */ ([codec, say(`health.codecs.${codec}`)]),
    );
    const choosers = [
      chooser("health.codec", codecs, this.#player.codec, (codec) => {
        this.#player.codec = /** @type {"auto" | "opus" | "pcm"} */ (codec);
      }),
      chooser("page.language", Object.entries(NAMES), language, (code) => {
        choose(code);
        location.reload();
      }),
    ];
    if (light) {
      const themes = THEMES.map(
        (theme) => /** @type {[string, string]} */ ([theme, say(`page.themes.${theme}`)]),
      );
      choosers.push(
        chooser("page.theme", themes, light.theme, (theme) => {
          light.theme = /** @type {Theme} */ (theme);
        }),
      );
    }
    return choosers;
  }

  #makeCopy() {
    const button = make("button", { type: "button", class: "button" }, say("health.copy"));
    button.addEventListener("click", async () => {
      const lines = this.#rows().map(([name, text]) => `${say(`health.figures.${name}`)}: ${text}`);
      const done = await copy(
        [this.#depth.textContent, ...lines, navigator.userAgent].join("\n"),
        this.#place,
      );
      this.#copied.textContent = say(done ? "health.copied" : "health.notCopied");
    });
    return button;
  }

  /** Go on while the panel is open, rest while it is not. */
  #wake() {
    clearInterval(this.#timer);
    if (!this.#place.hidden) {
      this.#copied.textContent = "";
      this.#turn = 0;
      this.#update();
      this.#timer = setInterval(() => this.#update(), EVERY_MS);
    }
  }

  #update() {
    if (this.#turn % STATUS_EVERY === 0) {
      this.#session.send({ type: "status_request" });
      this.#session.send({ type: "ping", client_time: new Date().toISOString() });
    }
    this.#turn += 1;
    this.#showBuffer();
    for (const [name, text] of this.#rows()) {
      const cell = this.#cell(name);
      if (cell.textContent !== text) {
        cell.textContent = text;
      }
    }
  }

  #showBuffer() {
    const { depthMs, targetMs, tier } = this.#player.figures();
    const [depth, target] = [Math.round(depthMs), Math.round(targetMs)];
    const sentence = say("health.depth", { depth, target, tier: say(`health.tiers.${tier}`) });
    this.#depth.textContent = sentence;
    this.#gauge.dataset.tier = tier;
    this.#gauge.style.setProperty("--depth", String(onGauge(depthMs)));
    this.#gauge.style.setProperty("--target", String(onGauge(targetMs)));
    this.#gauge.setAttribute("aria-valuenow", String(Math.min(800, depth)));
    this.#gauge.setAttribute("aria-valuetext", sentence);
  }

  #rows() {
    const { link, roundTripMs, hello } = this.#session;
    return rows({ figures: this.#player.figures(), link, roundTripMs, hello, status: this.#status });
  }

  /** @param {string} name */
  #cell(name) {
    const known = this.#cells.get(name);
    if (known) {
      return known;
    }
    const cell = make("dd");
    this.#cells.set(name, cell);
    this.#list.append(make("div", {}, make("dt", {}, say(`health.figures.${name}`)), cell));
    return cell;
  }
}

/**
 * A labelled choice of one.
 * @param {string} name path of its label
 * @param {[value: string, text: string][]} options
 * @param {string} chosen
 * @param {(value: string) => void} act
 */
function chooser(name, options, chosen, act) {
  const made = options.map(([value, text]) => make("option", { value, selected: value === chosen }, text));
  const select = make("select", { class: "field" }, ...made);
  select.addEventListener("change", () => act(select.value));
  return make("label", {}, make("span", { class: "label" }, say(name)), select);
}

/**
 * Copy a text, also where the page may not use the clipboard; returns whether it worked.
 * @param {string} text
 * @param {HTMLElement} place
 */
async function copy(text, place) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = make("textarea", { class: "unseen", readonly: true });
    field.value = text;
    place.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}
