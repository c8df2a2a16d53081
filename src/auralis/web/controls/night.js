/** The panel of the night: falling asleep to the music, and waking up to it. */

import { make } from "../page/elements.js";
import { language, say } from "../words/words.js";
import { countdown, SleepTimer, sleepRequest, wakeRequest } from "./nightplan.js";
import { makeButton } from "./window.js";

/** @import { Hello, NightPlan } from "../station/protocol.js" */
/** @import { Session } from "../station/session.js" */
/** @import { Fading } from "./nightplan.js" */
/** @import { Travel } from "./travel.js" */

const MINUTES = [15, 30, 45, 60, 90];
const LONGEST = 1440;
const FADES = [1, 5, 10, 20, 30];
const STORAGE = { fade: "auralis_fade", rise: "auralis_rise", alarm: "auralis_alarm" };
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "UTC";
const WAKING_S = 3;

export class Night {
  #session;
  #travel;
  #timer;
  #storage;
  #place;
  /** @type {NightPlan | null} */
  #plan = null;
  #skew = 0;
  #why = make("p", { class: "hint" });
  #asleep = make("p", { class: "row" });
  #falling = make("p", { class: "row night-plan" });
  #left = make("output", { role: "timer" });
  #silence = make("span");
  #waking = make("p", { class: "row night-plan" });
  #wakes = make("span");
  #mine;
  #sleep = make("div", { class: "night-part" });
  #alarm = make("div", { class: "night-part" });

  /**
   * @param {HTMLElement} place
   * @param {Session} session
   * @param {Travel} travel
   * @param {{ storage: Pick<Storage, "getItem" | "setItem"> | null, player: Fading | undefined }} own without a
   *   player the page can't fall asleep by itself
   */
  constructor(place, session, travel, { storage, player }) {
    this.#place = place;
    this.#session = session;
    this.#travel = travel;
    this.#storage = storage;
    this.#timer = player && new SleepTimer(player);
    this.#mine = makeButton(say("controls.station.mine"), () => travel.makeMine());
    this.#build();
    session.onVisit.on(() => this.#leave());
    session.onHello.on((hello) => this.#greet(hello));
    session.onNight.on((plan) => {
      this.#plan = plan;
      this.#show();
    });
    setInterval(() => this.#tick(), 1000);
    this.#show();
  }

  /** Whether the station's own night is the listener's to say. */
  get #owned() {
    return this.#travel.where === "own";
  }

  #build() {
    const cancel = (/** @type {string} */ what) =>
      makeButton(say(`controls.night.${what}Off`), () => this.#cancel(what));
    this.#falling.append(this.#left, this.#silence, cancel("sleep"));
    this.#waking.append(this.#wakes, cancel("wake"));
    this.#asleep.append(
      say("controls.night.asleep"),
      makeButton(say("controls.night.wakeNow"), () => this.#session.change({ fade: 1, fade_s: WAKING_S })),
    );
    this.#buildSleep();
    this.#buildAlarm();
    const heading = (/** @type {string} */ name) => make("h2", {}, say(`controls.night.${name}`));
    this.#place.append(
      this.#asleep,
      heading("sleep"),
      this.#falling,
      this.#sleep,
      heading("alarm"),
      this.#waking,
      this.#alarm,
      this.#why,
      make("p", { class: "row" }, this.#mine),
    );
  }

  #buildSleep() {
    const fade = this.#fades(STORAGE.fade, "sleepFade", 10);
    const start = (/** @type {number} */ minutes) => this.#fallAsleep(minutes, Number(fade.value));
    const chips = MINUTES.map((minutes) =>
      makeButton(say("controls.night.minutes", { minutes }), () => start(minutes), "chip"),
    );
    const own = make("input", {
      class: "field",
      type: "number",
      min: 1,
      max: LONGEST,
      step: "any",
      required: true,
    });
    own.setAttribute("aria-label", say("controls.night.own"));
    const go = make("button", { class: "button", type: "submit" }, say("controls.night.start"));
    const form = make("form", { class: "row" }, own, say("controls.night.unit"), go);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      start(Number(own.value));
    });
    this.#sleep.append(make("div", { class: "row" }, ...chips), form, labelled("sleepFade", fade));
  }

  #buildAlarm() {
    const at = make("input", { class: "field", type: "time", required: true, id: "night-at" });
    at.value = /^\d\d:\d\d$/.exec(this.#storage?.getItem(STORAGE.alarm) ?? "")?.[0] ?? "07:00";
    const daily = make("input", { type: "checkbox", role: "switch" });
    const rise = this.#fades(STORAGE.rise, "wakeFade", 10);
    const go = make("button", { class: "button", type: "submit" }, say("controls.night.setAlarm"));
    const switched = make("label", { class: "switch" }, daily, say("controls.night.daily"));
    const form = make("form", { class: "row" }, labelled("at", at), switched, labelled("wakeFade", rise), go);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#storage?.setItem(STORAGE.alarm, at.value);
      const alarm = { at: at.value, zone: ZONE, fadeMinutes: Number(rise.value), daily: daily.checked };
      this.#session.send(wakeRequest(alarm));
    });
    this.#alarm.append(form, make("p", { class: "hint" }, say("controls.night.zone", { zone: ZONE })));
  }

  /**
   * How long a fade takes, as it was chosen last.
   * @param {string} name it is kept under
   * @param {string} id
   * @param {number} first
   */
  #fades(name, id, first) {
    const kept = FADES.find((minutes) => String(minutes) === this.#storage?.getItem(name)) ?? first;
    const options = FADES.map((minutes) =>
      make(
        "option",
        { value: minutes, selected: minutes === kept },
        say("controls.night.minutes", { minutes }),
      ),
    );
    const select = make("select", { class: "field", id: `night-${id}` }, ...options);
    select.addEventListener("change", () => this.#storage?.setItem(name, select.value));
    return select;
  }

  /**
   * @param {number} minutes
   * @param {number} fadeMinutes
   */
  #fallAsleep(minutes, fadeMinutes) {
    if (!(minutes > 0 && minutes <= LONGEST)) {
      return;
    }
    if (this.#owned) {
      this.#session.send(sleepRequest(minutes, fadeMinutes));
    } else {
      this.#timer?.set(minutes, fadeMinutes, Date.now());
    }
    this.#show();
  }

  /** @param {string} what `sleep` or `wake` */
  #cancel(what) {
    if (what === "sleep" && this.#timer?.plan) {
      this.#timer.cancel();
    } else {
      this.#session.send({ type: "night", action: "cancel", what });
    }
    this.#show();
  }

  #leave() {
    this.#plan = null;
    this.#show();
  }

  /** @param {Hello} hello */
  #greet(hello) {
    const { server_time: said } = /** @type {{ server_time?: string }} */ (hello);
    const skew = Date.parse(said ?? "") - Date.now();
    this.#skew = Number.isNaN(skew) ? 0 : skew;
    this.#session.send({ type: "night" });
    this.#show();
  }

  #tick() {
    const planned = this.#timer?.plan;
    this.#timer?.tick(Date.now());
    if (planned || (this.#plan?.sleep && this.#place.offsetParent)) {
      this.#show();
    }
  }

  /** When it is silent here, by this device's clock, and when the fade begins; null while it plays on. */
  get #silent() {
    const sleep = this.#plan?.sleep;
    const here = sleep && {
      silentAt: Date.parse(sleep.silent_at) - this.#skew,
      fadeAt: Date.parse(sleep.fade_at) - this.#skew,
    };
    return this.#timer?.plan ?? here ?? null;
  }

  #show() {
    const silent = this.#silent;
    const wake = this.#plan?.wake;
    this.#falling.hidden = !silent;
    if (silent) {
      this.#left.textContent = countdown(silent.silentAt - Date.now());
      const times = { silent: clock(silent.silentAt), fade: clock(silent.fadeAt) };
      this.#silence.textContent = say("controls.night.silentAt", times);
    }
    this.#waking.hidden = !wake;
    if (wake) {
      const often = say(`controls.night.${wake.repeat === "daily" ? "daily" : "once"}`);
      this.#wakes.textContent = say("controls.night.wakesAt", { at: wake.at, zone: wake.zone, often });
    }
    this.#permit();
  }

  /** What may be done here, and why not more. */
  #permit() {
    const owned = this.#owned;
    this.#asleep.hidden = !(this.#plan?.asleep && this.#session.mayChange);
    this.#sleep.hidden = !owned && !this.#timer;
    this.#alarm.hidden = !owned;
    for (const plan of [this.#falling, this.#waking]) {
      const mine = owned || (plan === this.#falling && this.#timer?.plan);
      plan.querySelector("button")?.toggleAttribute("hidden", !mine);
    }
    this.#why.textContent = owned ? say("controls.night.ours") : say("controls.night.theirs");
    this.#mine.hidden = owned;
  }
}

/**
 * @param {string} name
 * @param {HTMLElement} field whose id is that name's
 */
function labelled(name, field) {
  const label = make("label", { class: "label", for: field.id }, say(`controls.night.${name}`));
  return make("span", { class: "row" }, label, field);
}

/** @param {number} ms Unix milliseconds */
function clock(ms) {
  return new Date(ms).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
}
