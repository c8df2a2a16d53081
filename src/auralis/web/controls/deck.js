/** Everything that a listener can turn. */

import { make } from "../page/elements.js";
import { asksForToken } from "../station/token.js";
import { say } from "../words/words.js";
import { describe, differences, fieldWords } from "./choice.js";
import { RANGES } from "./fields.js";
import { Home } from "./home.js";
import { Mixer } from "./mixer.js";
import { Night } from "./night.js";
import { OwnPresets } from "./ownpresets.js";
import { PresetRow } from "./presetrow.js";
import { StationCard } from "./stationcard.js";
import { Travel } from "./travel.js";
import { Tune } from "./tune.js";
import { Turning } from "./turning.js";
import { makeButton } from "./window.js";

/** @import { Refusal } from "../station/protocol.js" */
/** @import { Session } from "../station/session.js" */
/** @import { Fading } from "./nightplan.js" */
/** @import { ControlState } from "./state.js" */
/** @import { Voice } from "./travel.js" */

/** @typedef {Fading & { framePlaying: () => number | null }} Sound */

export class Deck {
  #speaker;
  #turning;
  #travel;
  #presets;
  /** What is locked where the listener may change nothing, and the words that say why. */
  #locks;
  /** Whether the listener has been greeted, and whether their last settings are on offer. */
  #greeted = false;
  #offering = false;

  /**
   * @param {Session} session
   * @param {ControlState} state
   * @param {{ presets: HTMLElement, tune: HTMLElement, mix: HTMLElement, night: HTMLElement,
   *   station: HTMLElement }} places
   * @param {Voice} speaker
   * @param {Sound} [player] so that a change is on its way until it is heard, and this page can fall asleep alone
   */
  constructor(session, state, places, speaker, player) {
    this.#speaker = speaker;
    this.#turning = new Turning(session, state, () => player?.framePlaying() ?? null);
    this.#travel = new Travel(session, new Home(state.storage), speaker);
    this.#presets = new PresetRow(places.presets, this.#turning, new OwnPresets(state.storage));
    this.#locks = [this.#lock(places.tune), this.#lock(places.mix)];
    new Tune(this.#locks[0].turns, this.#turning);
    new Mixer(this.#locks[1].turns, this.#turning);
    new StationCard(places.station, session, this.#travel);
    new Night(places.night, session, this.#travel, { storage: state.storage, player });
    session.onHello.on(() => this.#greet());
    session.onVisit.on(() => this.#permit());
    session.onAsked.on(() => this.#withdraw());
    session.onRefusal.on((refusal) => this.#refuse(refusal, session.link === "open"));
    this.#travel.start();
  }

  /** Choose the next preset, after the last one the first. */
  next() {
    this.#whenAllowed(() => this.#presets.next());
  }

  /**
   * Choose a preset by its place in the row, counted from 0; does nothing where there is none.
   * @param {number} index
   */
  choosePreset(index) {
    this.#whenAllowed(() => this.#presets.choose(index));
  }

  /**
   * Turn the tempo by so many beats a minute.
   * @param {number} by
   */
  turnTempo(by) {
    const { low, high } = RANGES.bpm;
    const bpm = Math.min(high, Math.max(low, this.#turning.shown.bpm + by));
    this.#whenAllowed(() => this.#turning.ask({ bpm }));
  }

  /**
   * A place for controls that are locked together.
   * @param {HTMLElement} place
   */
  #lock(place) {
    const turns = make("fieldset", { class: "turns" });
    const mine = makeButton(say("controls.station.mine"), () => this.#travel.makeMine());
    const why = make("p", { class: "row locked" }, make("span", {}, say("controls.locked")), mine);
    place.append(why, turns);
    return { turns, why };
  }

  #permit() {
    const allowed = this.#turning.mayChange;
    this.#presets.row.disabled = !allowed;
    for (const { turns, why } of this.#locks) {
      turns.disabled = !allowed;
      why.hidden = allowed;
    }
  }

  /** @param {() => void} act */
  #whenAllowed(act) {
    if (this.#turning.mayChange) {
      act();
    } else {
      this.#tellForeign();
    }
  }

  /** The first greeting decides whether the listener's last settings are offered: only where others hear it too. */
  #greet() {
    this.#permit();
    const { kept } = this.#turning;
    const first = !this.#greeted;
    this.#greeted = true;
    if (first && kept && this.#travel.where === "shared") {
      queueMicrotask(() => this.#offer(kept));
    }
  }

  /** @param {import("./fields.js").Choice} kept */
  #offer(kept) {
    if (differences(kept, this.#turning.shown).length > 0) {
      const label = say("controls.restore", { what: describe(kept) });
      this.#speaker.offer(label, () => {
        this.#offering = false;
        this.#turning.ask(kept);
      });
      this.#offering = true;
    }
  }

  /** Whoever turns something has no need of what they had before. */
  #withdraw() {
    if (this.#offering) {
      this.#offering = false;
      this.#speaker.offer("", () => {});
    }
  }

  /**
   * @param {Refusal} refusal
   * @param {boolean} greeted it is of a change, not of the listener
   */
  #refuse({ code, field, allowed }, greeted) {
    if (code === "INVALID_CONTROL") {
      this.#turning.refuse(field);
      const name = fieldWords(field ?? "setting");
      this.#speaker.warn(allowed ? say("faults.refused", { name, allowed }) : say("faults.kept", { name }));
    } else if (code === "NOT_OWNER") {
      this.#turning.refuse();
      this.#travel.disown();
      this.#tellForeign();
    } else if (greeted && asksForToken(code)) {
      this.#turning.refuse();
      this.#speaker.warn(say("faults.control"));
    }
  }

  #tellForeign() {
    this.#speaker.warn(say("controls.locked"));
    this.#speaker.offer(say("controls.station.mine"), () => this.#travel.makeMine());
  }
}
