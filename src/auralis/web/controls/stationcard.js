/** Which station one hears: a word in the page's head, and a window with what can be done about it. */

import { readKey } from "../music/music.js";
import { make } from "../page/elements.js";
import { say } from "../words/words.js";
import { keyWords } from "./choice.js";
import { permanentStations } from "./stations.js";
import { makeButton, makeWindow } from "./window.js";

/** @import { Session } from "../station/session.js" */
/** @import { Listed } from "./stations.js" */
/** @import { Travel } from "./travel.js" */

const SEEDS = 2 ** 32;

export class StationCard {
  #session;
  #travel;
  #asleep = false;
  #chip;
  #shown;
  #what = make("p");
  #kit = make("p", { class: "hint" });
  #seed = make("input", {
    class: "field",
    id: "seed",
    inputmode: "numeric",
    pattern: "[0-9]{1,15}",
    required: true,
  });
  #list = make("ul", { class: "stations" });
  #ways;

  /**
   * @param {HTMLElement} place in the page's head
   * @param {Session} session
   * @param {Travel} travel
   */
  constructor(place, session, travel) {
    this.#session = session;
    this.#travel = travel;
    this.#chip = makeButton("", () => this.#open(), "chip");
    this.#chip.setAttribute("aria-haspopup", "dialog");
    place.append(this.#chip);
    this.#ways = {
      mine: this.#way("mine", () => travel.makeMine(), "button main"),
      home: this.#way("home", () => travel.goHome()),
      shared: this.#way("back", () => travel.goShared()),
      close: this.#way("close", () => travel.close()),
    };
    const ways = make("div", { class: "row" }, ...Object.values(this.#ways));
    this.#shown = makeWindow(
      place,
      say("controls.station.title"),
      this.#what,
      ways,
      this.#seedForm(),
      this.#kit,
      make("h3", {}, say("controls.station.others")),
      this.#list,
    ).shown;
    session.onHello.on(() => this.#show());
    session.onVisit.on(() => this.#show());
    session.onNight.on(({ asleep }) => {
      this.#asleep = asleep;
      this.#show();
    });
    this.#show();
  }

  /**
   * @param {string} name
   * @param {() => void} act
   * @param {string} [kind]
   */
  #way(name, act, kind) {
    const go = () => {
      this.#shown.close();
      act();
    };
    return makeButton(say(`controls.station.${name}`), go, kind);
  }

  #seedForm() {
    const draw = makeButton(say("controls.station.draw"), () =>
      this.#play(Math.floor(Math.random() * SEEDS)),
    );
    const go = make("button", { class: "button", type: "submit" }, say("controls.station.play"));
    const label = make("label", { class: "label", for: "seed" }, say("controls.station.seed"));
    const hint = make("p", { class: "hint", id: "seed-hint" }, say("controls.station.seedHint"));
    this.#seed.setAttribute("aria-describedby", "seed-hint");
    const form = make("form", { class: "row" }, label, this.#seed, go, draw, hint);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#play(Number(this.#seed.value));
    });
    return form;
  }

  /** @param {number} seed */
  #play(seed) {
    this.#shown.close();
    this.#travel.makeMine(seed);
  }

  #open() {
    this.#show();
    this.#shown.showModal();
    this.#fill();
  }

  /** The stations that there are; without an answer there is no list. */
  async #fill() {
    const stations = await permanentStations().catch(() => []);
    this.#list.replaceChildren(...stations.map((station) => make("li", {}, this.#entry(station))));
  }

  /** @param {Listed} station */
  #entry({ name, preset, key, listeners }) {
    const go = () => {
      this.#shown.close();
      this.#travel.visit(name);
    };
    const known = readKey(key);
    const what = [
      say(`controls.presets.${preset}`),
      known?.mode ? keyWords(known.root, known.mode) : key,
      say("controls.station.listeners", { count: listeners }),
    ];
    const button = makeButton("", go, "card");
    button.append(make("strong", {}, name), make("small", {}, what.join(" · ")));
    button.setAttribute("aria-pressed", String(name === this.#session.place.station));
    return button;
  }

  #show() {
    const { hello, place } = this.#session;
    const { where, hasHome } = this.#travel;
    const name = say(`controls.station.names.${where}`, { name: place.station });
    const text = this.#asleep ? say("controls.station.asleep", { name }) : name;
    this.#chip.textContent = text;
    this.#chip.setAttribute("aria-label", say("controls.station.chip", { name: text }));
    this.#chip.dataset.where = where;
    this.#what.textContent = say(`controls.station.what.${where}`, { name: place.station });
    this.#kit.textContent = hello?.kit ? say("controls.station.kit", { kit: hello.kit }) : "";
    if (document.activeElement !== this.#seed) {
      this.#seed.value = String(hello?.seed ?? "");
    }
    this.#ways.mine.hidden = where === "own";
    this.#ways.home.hidden = !hasHome;
    this.#ways.shared.hidden = where === "shared";
    this.#ways.close.hidden = where !== "own";
  }
}
