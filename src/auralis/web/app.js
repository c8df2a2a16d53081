/** The page: a session, a player, a score, and the parts that show and turn them, tied together. */

import { Deck } from "./controls/deck.js";
import { ControlState } from "./controls/state.js";
import { Faults } from "./health/faults.js";
import { Readout } from "./health/readout.js";
import { TokenForm } from "./health/tokenform.js";
import { Life } from "./life/life.js";
import { Announcer } from "./page/announcer.js";
import { element, storage } from "./page/elements.js";
import { NowPanel } from "./page/nowpanel.js";
import { Panels } from "./page/panels.js";
import { PlayButton } from "./page/playbutton.js";
import { statusSentence } from "./page/sentences.js";
import { Shortcuts } from "./page/shortcuts.js";
import { Speaker } from "./page/speaker.js";
import { Light } from "./page/theme.js";
import { bindVolume } from "./page/volume.js";
import { SteadyClock } from "./score/clock.js";
import { Score } from "./score/score.js";
import { ScoreView } from "./score/view.js";
import { momentIn } from "./share/moment.js";
import { Sharing } from "./share/sharing.js";
import { Player } from "./sound/player.js";
import { Session } from "./station/session.js";
import { takeToken } from "./station/token.js";
import { language, say, speak } from "./words/words.js";

/** @import { Chord, Chunk, Hello, Update } from "./station/protocol.js" */

const REPORT_EVERY_MS = 5_000;
const CHUNKS_PER_SECOND = 10;

/** How long the picture goes on by itself when no chunk comes. */
const COASTING_MS = 1_000;

class App {
  #storage = storage();
  state = new ControlState(this.#storage);
  player = new Player(this.#storage);
  session = new Session(origin(), () => this.player.forms);
  light = new Light(document.documentElement, this.#storage);

  #score = new Score();
  #clock = new SteadyClock();
  #panel = new NowPanel(document.documentElement);
  #volume = element("volume", HTMLInputElement);
  #speaker = new Speaker({
    status: element("status", HTMLElement),
    notice: element("notice", HTMLElement),
    remark: element("remark", HTMLElement),
    wayOn: element("way-on", HTMLButtonElement),
  });
  #button = new PlayButton(element("play", HTMLButtonElement), element("play-label", HTMLElement), (on) =>
    on ? this.play() : this.pause(),
  );
  #view = new ScoreView(this.#score, {
    scene: element("scene", HTMLCanvasElement),
    panel: element("panel-score", HTMLElement),
  });
  #deck = new Deck(
    this.session,
    this.state,
    {
      presets: element("presets", HTMLElement),
      tune: element("panel-tune", HTMLElement),
      mix: element("panel-mix", HTMLElement),
      night: element("panel-night", HTMLElement),
      station: element("station", HTMLElement),
    },
    this.#speaker,
    this.player,
  );
  #life = new Life(this.session, this.player, element("panel-elsewhere", HTMLElement), this.#storage, {
    play: () => this.play(),
    pause: () => this.pause(),
    next: () => this.#deck.next(),
  });
  #faults = new Faults(this.session, this.player, this.#speaker);
  #announcer = new Announcer(element("announcer", HTMLElement), this.#storage);
  #panels = new Panels(element("panels", HTMLElement), this.#storage);
  #paused = false;
  /** @type {{ frame: number, at: number } | null} */
  #newest = null;
  /** @type {Chord | null} */
  #chord = null;

  constructor() {
    new Readout(this.session, this.player, element("panel-health", HTMLElement), this.light, this.#announcer);
    new Sharing(
      this.session,
      element("panel-keep", HTMLElement),
      () => this.#frame(performance.now()),
      this.#speaker,
    );
    new Shortcuts({
      preset: (index) => this.#deck.choosePreset(index),
      tempo: (by) => this.#deck.turnTempo(by),
      volume: (by) => this.#turnVolume(by),
      panel: (index) => this.#panels.turn(index),
      close: () => this.#panels.show(null),
    });
    new TokenForm(element("token-form", HTMLFormElement), element("token", HTMLInputElement), this.session);
    this.session.onLink.on(() => this.#showStatus());
    this.session.onHello.on((hello) => this.#greet(hello));
    this.session.onUpdate.on((update) => this.#learn(update));
    this.session.onContext.on((context) => this.#announcer.key(context));
    this.session.onChunk.on((chunk) => this.#take(chunk));
    this.session.onVisit.on(() => this.#leave());
    this.player.onState.on(() => this.#showPlayer());
    this.player.onTier.on(() => this.#report());
    this.#faults.onChange.on(() => this.#showStatus());
    this.player.onForms.on(() => this.session.reopen());
  }

  /** Connect, try to play, and begin to draw. */
  start() {
    bindVolume(this.#volume, this.player, this.#storage);
    this.#button.onFirstTap(() => this.play());
    addEventListener("online", () => this.session.open());
    document.addEventListener("visibilitychange", () => this.#rest());
    setInterval(() => this.#report(), REPORT_EVERY_MS);
    this.#begin();
    this.play();
    requestAnimationFrame((ms) => this.#draw(ms));
  }

  /** Go to the moment that the page's address asks for, if it does; it is played once, then it is a station. */
  #begin() {
    const moment = momentIn(location.search);
    if (moment) {
      history.replaceState(null, "", location.pathname);
      this.session.visit({ station: "", wish: { address: moment } });
    }
    this.session.open();
  }

  /** Let sound out, as soon as the browser does. */
  async play() {
    this.#paused = false;
    this.session.open();
    try {
      await this.player.play();
    } catch {
      this.#speaker.warn(say("faults.output"));
    }
  }

  /** Fade out; the station plays on. */
  pause() {
    this.#paused = true;
    this.player.pause();
  }

  /** A page that nobody sees or hears leaves the station alone until it is looked at again. */
  #rest() {
    if (document.visibilityState === "visible") {
      this.session.open();
    } else if (!this.player.wanted) {
      this.session.close();
    }
  }

  /** @param {Hello} hello */
  #greet(hello) {
    this.player.setRate(hello.sample_rate).catch(() => this.#speaker.warn(say("faults.output")));
    this.player.expect(hello.seq);
    if (this.session.seq !== null && hello.seq <= this.session.seq) {
      this.#score.clear();
    }
  }

  /** @param {Update} update */
  #learn(update) {
    this.#score.add(update, this.player.rate);
    if (update.notices?.length) {
      this.#speaker.remark(update.notices.join(" "));
    }
  }

  /** @param {Chunk} chunk */
  #take(chunk) {
    this.#newest = { frame: (chunk.seq * this.player.rate) / CHUNKS_PER_SECOND, at: performance.now() };
    this.player.receive(chunk);
  }

  /** Another station: its music begins anew here. */
  #leave() {
    this.#score.clear();
    this.#newest = null;
    this.player.forget();
  }

  /** @param {number} by */
  #turnVolume(by) {
    this.#volume.value = String(this.player.volume + by);
    this.#volume.dispatchEvent(new Event("input"));
  }

  #report() {
    if (this.player.state === "playing" || this.player.state === "buffering") {
      const { depthMs, tier, underruns, latencyMs } = this.player.figures();
      const latency = latencyMs + (this.session.roundTripMs ?? 0) / 2;
      this.session.send({ type: "report", buffer_depth_ms: depthMs, tier, underruns, latency_ms: latency });
    }
  }

  #showPlayer() {
    this.#button.show(this.player.state);
    document.documentElement.dataset.player = this.player.state;
    this.#showStatus();
  }

  #showStatus() {
    const { link, code } = this.session;
    const now = { link, code, player: this.player.state, paused: this.#paused };
    this.#speaker.state(statusSentence({ ...now, trouble: this.#faults.sentence }));
  }

  /** @param {number} ms the browser's time of this picture */
  #draw(ms) {
    const { rate } = this.player;
    const target = this.#frame(ms);
    if (target !== null) {
      const frame = this.#clock.follow(target, ms / 1000, rate);
      this.#view.draw(frame, rate);
      this.#panel.explain(this.#score.reasonAt(frame));
      this.#showChord(this.#score.chordAt(frame));
    }
    requestAnimationFrame((next) => this.#draw(next));
  }

  /** @param {Chord | null} chord */
  #showChord(chord) {
    if (chord && (chord.frame !== this.#chord?.frame || chord.symbol !== this.#chord.symbol)) {
      this.#chord = chord;
      this.#panel.show(chord);
      this.#life.show(chord);
      this.#announcer.chord(chord);
    }
  }

  /**
   * The station's frame that is audible now; where the station is while nothing is heard here; null before it spoke.
   * @param {number} ms
   */
  #frame(ms) {
    const audible = this.player.framePlaying();
    if (audible !== null || !this.#newest) {
      return audible;
    }
    const passed = Math.min(COASTING_MS, Math.max(0, ms - this.#newest.at));
    return this.#newest.frame + (passed / 1000) * this.player.rate;
  }
}

function origin() {
  return `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}`;
}

const search = takeToken(location.search);
if (search !== location.search) {
  history.replaceState(null, "", location.pathname + search + location.hash);
}
document.documentElement.lang = language;
speak(document);
const app = new App();
Object.assign(window, { auralis: app });
app.start();
