/** A visit to a station: what is in force there, what this listener asks of it, and what it says. */

import { SHARED, socketPath } from "./place.js";
import { Signal } from "./signal.js";
import { StationSocket } from "./socket.js";
import { Throttle } from "./throttle.js";
import { need } from "./token.js";

/** @import { Chunk, Hello, NightPlan, Refusal, Settings, Status, Update } from "./protocol.js" */
/** @import { Place } from "./place.js" */
/** @import { Link } from "./socket.js" */

const CHANGE_EVERY_MS = 100;

export class Session {
  /** The line's state changed; with the code of the last close, or 0. @type {Signal<{ link: Link, code: number }>} */
  onLink = new Signal();
  /** A connection was made. @type {Signal<Hello>} */
  onHello = new Signal();
  /** A phrase has begun, or something was changed. @type {Signal<Update>} */
  onUpdate = new Signal();
  /** The settings in force, all of them, changes to come included. @type {Signal<Settings>} */
  onContext = new Signal();
  /** This listener asked for a change. @type {Signal<Settings>} */
  onAsked = new Signal();
  /** @type {Signal<Chunk>} */
  onChunk = new Signal();
  /** @type {Signal<Refusal>} */
  onRefusal = new Signal();
  /** What the station's night is to bring. @type {Signal<NightPlan>} */
  onNight = new Signal();
  /** An answer to `status_request`. @type {Signal<Status>} */
  onStatus = new Signal();
  /** The listener went to another station: nothing heard so far belongs to it. @type {Signal<Place>} */
  onVisit = new Signal();

  /** The last greeting; null before the first, and from a visit until its greeting. @type {Hello | null} */
  hello = null;
  /** The settings in force; empty before the first greeting. @type {Settings} */
  context = {};

  /** @type {Place} */
  #place = SHARED;
  #socket;
  #code = 0;
  #changes = new Throttle((settings) => this.#send(settings), CHANGE_EVERY_MS);
  /** @type {Settings} */
  #unsent = {};

  /**
   * @param {string} origin of the sockets: `ws://host`
   * @param {() => string[]} forms the subprotocols to offer, the best first
   */
  constructor(origin, forms) {
    this.#socket = new StationSocket((after) => origin + socketPath(this.#place, after), forms, {
      link: (link, code) => this.#learnLink(link, code),
      hello: (hello) => this.#greet(hello),
      update: (update) => this.#learn(update),
      chunk: (chunk) => this.onChunk.emit(chunk),
      error: (refusal) => this.onRefusal.emit(refusal),
      night: (plan) => this.onNight.emit(plan),
      status: (status) => this.onStatus.emit(status),
    });
  }

  /** Where the listener is; a station that was just opened has its name and token. */
  get place() {
    return this.#place;
  }

  /** Whether changes by this listener are the station's own affair: nobody else hears it, or all may change it. */
  get mayChange() {
    return this.hello?.kind !== "personal" || this.#place.token !== undefined;
  }

  get link() {
    return this.#socket.link;
  }

  /** The code of the last close, or 0. */
  get code() {
    return this.#code;
  }

  /** The newest chunk's number; null before the first. */
  get seq() {
    return this.#socket.seq;
  }

  /** The last round trip in milliseconds, or null. */
  get roundTripMs() {
    return this.#socket.roundTripMs;
  }

  /** Connect now, also in the middle of a wait. */
  open() {
    this.#socket.open();
  }

  /** Disconnect and stay so until `open`. */
  close() {
    this.#socket.close();
  }

  /** Connect anew: in another wire form, say. */
  reopen() {
    this.#socket.close();
    this.#socket.open();
  }

  /**
   * Go to another station, or have one opened.
   * @param {Place} place
   */
  visit(place) {
    this.#place = place;
    this.hello = null;
    this.#unsent = {};
    this.#changes.drop();
    this.#socket.close();
    this.#socket.forget();
    this.onVisit.emit(place);
    this.#socket.open();
  }

  /**
   * Ask for changes, each at its own boundary; what can't be sent now is sent with the next greeting.
   * @param {Settings} settings flat: "bpm", "layers.pad.gain"
   */
  change(settings) {
    this.onAsked.emit(settings);
    this.#changes.push(settings);
  }

  /**
   * Send any message; returns false when there is no line to send it on.
   * @param {{ type: string, [field: string]: unknown }} message
   */
  send(message) {
    return this.#socket.send(message);
  }

  /** @param {Settings} settings */
  #send(settings) {
    const all = { ...this.#unsent, ...settings };
    const sent = Object.keys(all).length === 0 || this.#socket.send({ type: "control", ...all });
    this.#unsent = sent ? {} : all;
  }

  /**
   * @param {Link} link
   * @param {number} code
   */
  #learnLink(link, code) {
    this.#code = code;
    this.onLink.emit({ link, code });
  }

  /** @param {Hello} hello */
  #greet(hello) {
    this.hello = hello;
    need(hello.token_needed === true);
    if (hello.owner_token) {
      this.#place = { station: hello.station, token: hello.owner_token };
    }
    this.onHello.emit(hello);
    this.#follow(hello.context);
    this.#send({});
  }

  /** @param {Update} update */
  #learn(update) {
    this.onUpdate.emit(update);
    this.#follow(update.context);
  }

  /** @param {Settings} context */
  #follow(context) {
    this.context = { ...this.context, ...context };
    this.onContext.emit(this.context);
  }
}
