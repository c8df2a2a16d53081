/** What the listener turns: what is heard, what has been asked, and what is on its way. */

import { Signal } from "../station/signal.js";
import { choiceOf, differences, fieldOf, settingsOf, withConsequences } from "./choice.js";
import { boundaryOf } from "./fields.js";
import { frameOf, Pending } from "./pending.js";

/** @import { Hello, Settings, Update } from "../station/protocol.js" */
/** @import { Session } from "../station/session.js" */
/** @import { Choice } from "./fields.js" */
/** @import { Change } from "./pending.js" */
/** @import { ControlState } from "./state.js" */

const CHUNKS_PER_SECOND = 10;

export class Turning {
  /** Something is to be shown anew. @type {Signal<Turning>} */
  onShow = new Signal();

  #session;
  #state;
  #audible;
  #pending = new Pending();
  /** What the station has, changes to come included. @type {Choice} */
  #set;
  /** What sounds. @type {Choice} */
  #heard;
  /** @type {Change[]} */
  #changes = [];
  #fresh = true;
  #frame = 0;

  /**
   * @param {Session} session
   * @param {ControlState} state
   * @param {() => number | null} audible the frame that is heard here; null while nothing is
   */
  constructor(session, state, audible) {
    this.#session = session;
    this.#state = state;
    this.#audible = audible;
    this.#set = { ...state.choice };
    this.#heard = { ...this.#set };
    this.shown = { ...this.#set };
    session.onVisit.on(() => this.#pending.forget());
    session.onHello.on((hello) => this.#begin(hello));
    session.onUpdate.on((update) => {
      this.#changes = changesOf(update);
    });
    session.onContext.on((context) => this.#follow(context));
    session.onChunk.on(({ seq }) => this.#reach(((seq + 1) * this.#rate) / CHUNKS_PER_SECOND));
  }

  /** What is set, and over it what was asked. @type {Choice} */
  shown;

  /** What sounds now. */
  get heard() {
    return this.#heard;
  }

  /** What the listener had when they last turned something; null when nothing was ever kept. */
  get kept() {
    return this.#state.remembered ? { ...this.#state.choice } : null;
  }

  get mayChange() {
    return this.#session.mayChange;
  }

  /**
   * What a field's change waits for; empty when none is on its way, or it is there in a moment.
   * @param {string} field
   */
  waitsFor(field) {
    if (!this.#pending.has(field)) {
      return "";
    }
    const boundary = this.#pending.has("preset") ? "bar" : boundaryOf(field);
    return boundary === "chunk" ? "" : boundary;
  }

  /**
   * Ask for a change; does nothing on somebody else's station.
   * @param {Partial<Choice>} changed
   */
  ask(changed) {
    if (!this.mayChange) {
      return;
    }
    const all = withConsequences(changed, this.shown);
    this.#pending.ask(all, Date.now());
    Object.assign(this.shown, all);
    this.#state.choose(this.shown);
    this.#session.change(settingsOf(changed, this.shown));
    this.onShow.emit(this);
  }

  /**
   * A change was refused: what was asked goes back to what is set.
   * @param {string} [field] everything that was asked when absent
   */
  refuse(field) {
    this.#pending.forget(field);
    this.#show();
  }

  get #rate() {
    return this.#session.hello?.sample_rate ?? 0;
  }

  /** @param {Hello} hello */
  #begin(hello) {
    this.#fresh = true;
    this.#changes = [];
    this.#frame = (hello.seq * hello.sample_rate) / CHUNKS_PER_SECOND;
  }

  /** @param {Settings} context */
  #follow(context) {
    const before = this.#set;
    this.#set = choiceOf(context, before);
    this.#pending.confirm(/** @type {Settings} */ (this.#set), Date.now());
    if (this.#fresh) {
      this.#fresh = false;
      this.#pending.reach(Number.POSITIVE_INFINITY);
      this.#heard = { ...this.#set };
    } else {
      this.#await(differences(before, this.#set));
    }
    this.#show();
  }

  /** @param {string[]} fields that have changed */
  #await(fields) {
    for (const field of fields) {
      const frame = frameOf(field, this.#changes);
      this.#pending.expect(field, frame ?? 0);
    }
    this.#hear(this.#pending.reach(this.#now));
  }

  /** @param {number} frame */
  #reach(frame) {
    this.#frame = frame;
    if (this.#pending.isEmpty) {
      return;
    }
    const reached = this.#pending.reach(this.#now);
    if (reached.length > 0) {
      this.#hear(reached);
      this.#show();
    }
  }

  get #now() {
    return this.#audible() ?? this.#frame;
  }

  /** @param {string[]} fields that sound from now on */
  #hear(fields) {
    for (const field of fields) {
      Object.assign(this.#heard, { [field]: fieldOf(this.#set, field) });
    }
  }

  #show() {
    this.shown = { ...this.#set, ...this.#pending.asked };
    this.onShow.emit(this);
  }
}

/** @param {Update} update @returns {Change[]} */
function changesOf(update) {
  const { changes } = /** @type {{ changes?: unknown }} */ (update);
  return Array.isArray(changes) ? changes.filter((change) => change?.set && change.frame >= 0) : [];
}
