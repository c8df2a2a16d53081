/** The page: station, player, score and controls, tied together. */

import { choiceOf, isSameChoice, settingsOf, withPreset } from "./choice.js";
import { SteadyClock } from "./clock.js";
import { Controls } from "./controls.js";
import { NowPanel } from "./nowpanel.js";
import { bindVolume, element, fillLegend, notices, offer, storage } from "./page.js";
import { inkOf } from "./palette.js";
import { PlayButton } from "./playbutton.js";
import { Player, RateRefused } from "./player.js";
import { Roll } from "./roll.js";
import { Score } from "./score.js";
import { StationSocket } from "./socket.js";
import { ControlState } from "./state.js";
import { NO_SOUND, RATE_REFUSED, refusalSentence, statusSentence } from "./texts.js";
import { Throttle } from "./throttle.js";

/** @import { Chunk, Hello, Refusal, Settings, Update } from "./protocol.js" */

const CHANGE_EVERY_MS = 100;
const REPORT_EVERY_MS = 5_000;
const CHUNKS_PER_SECOND = 10;

/** How long the picture goes on by itself when no chunk comes. */
const COASTING_MS = 1_000;

class App {
  state = new ControlState(storage());
  player = new Player(() => this.#showPlayer());
  socket = new StationSocket(socketUrl(), {
    link: (_link, code) => this.#showLink(code),
    hello: (hello) => this.#greet(hello),
    update: (update) => this.#learn(update),
    chunk: (chunk) => this.#take(chunk),
    error: (refusal) => this.#refused(refusal),
  });

  #score = new Score();
  #clock = new SteadyClock();
  #panel = new NowPanel(document.documentElement);
  #canvas = element("roll", HTMLCanvasElement);
  #roll = new Roll(this.#canvas, this.#score);
  #button = new PlayButton(element("play", HTMLButtonElement), element("play-label", HTMLElement), (on) =>
    this.#turn(on),
  );
  #controls = new Controls(element("controls", HTMLFormElement), this.state.choice, (changed) =>
    this.#change(changed),
  );
  #changes = new Throttle((settings) => this.#sendChange(settings), CHANGE_EVERY_MS);
  #tell = notices(element("notice", HTMLElement));
  #remark = notices(element("remark", HTMLElement));
  #restore = element("restore", HTMLButtonElement);
  #remembered = this.state.remembered ? { ...this.state.choice } : null;
  #inForce = { ...this.state.choice };
  /** @type {Settings} */
  #unsent = {};
  /** @type {{ frame: number, at: number } | null} */
  #newest = null;
  #paused = false;
  #closeCode = 0;

  /** Connect, try to play, and begin to draw. */
  start() {
    bindVolume(element("volume", HTMLInputElement), this.player, storage());
    this.#button.onFirstTap(() => this.#play());
    addEventListener("resize", () => this.#align());
    addEventListener("online", () => this.socket.open());
    document.addEventListener("visibilitychange", () => this.#rest());
    setInterval(() => this.#report(), REPORT_EVERY_MS);
    this.#align();
    this.socket.open();
    this.#play();
    requestAnimationFrame((ms) => this.#draw(ms));
  }

  /** @param {boolean} on */
  #turn(on) {
    if (on) {
      this.#play();
    } else {
      this.#paused = true;
      this.player.pause();
    }
  }

  async #play() {
    this.#paused = false;
    this.socket.open();
    try {
      await this.player.play();
    } catch (error) {
      this.#tell(error instanceof RateRefused ? RATE_REFUSED : NO_SOUND);
    }
  }

  /** A page that nobody sees or hears leaves the station alone until it is looked at again. */
  #rest() {
    if (document.visibilityState === "visible") {
      this.socket.open();
    } else if (!this.player.wanted) {
      this.socket.close();
    }
  }

  /** @param {Hello} hello */
  #greet(hello) {
    this.player.setRate(hello.sample_rate).catch(() => this.#tell(RATE_REFUSED));
    this.player.expect(hello.seq);
    if (this.socket.seq !== null && hello.seq <= this.socket.seq) {
      this.#score.clear();
    }
    this.#follow(hello.context);
    const kept = this.#remembered;
    this.#remembered = null;
    if (kept && !isSameChoice(kept, this.#inForce)) {
      offer(this.#restore, kept, () => this.#controls.ask(kept));
    }
    this.#sendChange({});
  }

  /** @param {Update} update */
  #learn(update) {
    this.#score.add(update, this.player.rate);
    this.#follow(update.context);
    if (update.notices?.length) {
      this.#remark(update.notices.join(" "));
    }
    const present = new Set(this.#score.notes.map(inkOf));
    fillLegend(element("legend", HTMLElement), (ink) => present.has(ink));
  }

  /** @param {Settings} context */
  #follow(context) {
    this.#inForce = choiceOf(context, this.#inForce);
    this.#controls.follow(this.#inForce);
  }

  /** @param {Chunk} chunk */
  #take(chunk) {
    this.#newest = { frame: (chunk.seq * this.player.rate) / CHUNKS_PER_SECOND, at: performance.now() };
    this.player.receive(chunk);
  }

  /** @param {Refusal} refusal */
  #refused(refusal) {
    if (refusal.code === "INVALID_CONTROL") {
      this.#controls.refuse(refusal.field);
    }
    this.#tell(refusalSentence(refusal));
  }

  /** @param {Partial<import("./state.js").Choice>} changed */
  #change(changed) {
    this.#restore.hidden = true;
    this.state.choose({ ...this.#controls.choice, ...withPreset(changed) });
    this.#changes.push(settingsOf(changed, this.state.choice));
  }

  /**
   * Send what was changed, along with what could not be sent before.
   * @param {Settings} settings
   */
  #sendChange(settings) {
    const all = { ...this.#unsent, ...settings };
    const sent = Object.keys(all).length === 0 || this.socket.send({ type: "control", ...all });
    this.#unsent = sent ? {} : all;
  }

  #report() {
    if (this.player.state === "playing" || this.player.state === "buffering") {
      const { depthMs, tier, underruns, latencyMs } = this.player.figures();
      const latency = latencyMs + (this.socket.roundTripMs ?? 0) / 2;
      this.socket.send({ type: "report", buffer_depth_ms: depthMs, tier, underruns, latency_ms: latency });
    }
  }

  #showPlayer() {
    this.#button.show(this.player.state);
    document.documentElement.dataset.player = this.player.state;
    if (this.player.state === "buffering" && this.player.figures().underruns > 0) {
      this.#report();
    }
    this.#showStatus();
  }

  /** @param {number} code */
  #showLink(code) {
    this.#closeCode = code;
    this.#showStatus();
  }

  #showStatus() {
    const { link } = this.socket;
    const now = { link, code: this.#closeCode, player: this.player.state, paused: this.#paused };
    this.#panel.say(statusSentence(now));
  }

  #align() {
    this.#roll.nowX = this.#button.middle - this.#canvas.getBoundingClientRect().left;
  }

  /** @param {number} ms the browser's time of this picture */
  #draw(ms) {
    const { rate } = this.player;
    const target = this.player.framePlaying() ?? this.#framePassing(ms);
    if (target !== null) {
      const frame = this.#clock.follow(target, ms / 1000, rate);
      this.#roll.draw(frame, rate);
      this.#panel.show(this.#score.chordAt(frame));
      this.#panel.explain(this.#score.reasonAt(frame));
    }
    requestAnimationFrame((next) => this.#draw(next));
  }

  /**
   * Where the station is while nothing is heard here.
   * @param {number} ms
   */
  #framePassing(ms) {
    if (!this.#newest) {
      return null;
    }
    const passed = Math.min(COASTING_MS, Math.max(0, ms - this.#newest.at));
    return this.#newest.frame + (passed / 1000) * this.player.rate;
  }
}

function socketUrl() {
  return `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}/ws`;
}

const app = new App();
Object.assign(window, { auralis: { player: app.player, socket: app.socket, state: app.state } });
app.start();
