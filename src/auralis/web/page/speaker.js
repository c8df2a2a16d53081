/** What the page says in a sentence: how it goes, what was refused, what is worth a remark, and the way on. */

const NOTICE_MS = 8_000;

/** @typedef {{ text: string, tone: "calm" | "warn" }} Sentence */

export class Speaker {
  #status;
  #notice;
  #remark;
  #wayOn;

  /** @param {{ status: HTMLElement, notice: HTMLElement, remark: HTMLElement, wayOn: HTMLButtonElement }} places */
  constructor({ status, notice, remark, wayOn }) {
    this.#status = status;
    this.#notice = line(notice);
    this.#remark = line(remark);
    this.#wayOn = wayOn;
  }

  /**
   * Say how it goes, until it goes otherwise.
   * @param {Sentence} sentence
   */
  state(sentence) {
    this.#status.dataset.tone = sentence.tone;
    if (this.#status.textContent !== sentence.text) {
      this.#status.textContent = sentence.text;
    }
  }

  /**
   * Say what went wrong, for a while.
   * @param {string} text
   */
  warn(text) {
    this.#notice(text);
  }

  /**
   * Say what is worth knowing, for a while.
   * @param {string} text
   */
  remark(text) {
    this.#remark(text);
  }

  /**
   * Offer a way on: a button that does something once. An empty label takes it away.
   * @param {string} label
   * @param {() => void} act
   */
  offer(label, act) {
    this.#wayOn.hidden = label === "";
    this.#wayOn.textContent = label;
    this.#wayOn.onclick = () => {
      this.#wayOn.hidden = true;
      act();
    };
  }
}

/**
 * A line that says one sentence for a while.
 * @param {HTMLElement} place
 * @returns {(sentence: string) => void}
 */
function line(place) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  return (sentence) => {
    clearTimeout(timer);
    place.textContent = sentence;
    timer = setTimeout(() => {
      place.textContent = "";
    }, NOTICE_MS);
  };
}
