/** The music to look at: the living picture behind the page, and the piano roll on demand. */

import { Panel } from "./panel.js";
import { Scene } from "./scene.js";

/** @import { Score } from "./score.js" */

export class ScoreView {
  #scene;
  #panel;

  /**
   * @param {Score} score
   * @param {{ scene: HTMLCanvasElement, panel: HTMLElement }} places
   */
  constructor(score, places) {
    this.#scene = new Scene(places.scene, score);
    this.#panel = new Panel(places.panel, score);
    new MutationObserver(() => this.#refresh()).observe(document.documentElement, {
      attributeFilter: ["data-theme"],
    });
  }

  /**
   * Draw the moment of a frame.
   * @param {number} frame
   * @param {number} rate frames a second
   */
  draw(frame, rate) {
    this.#scene.draw(frame, rate);
    this.#panel.draw(frame, rate);
  }

  #refresh() {
    this.#scene.refresh();
    this.#panel.refresh();
  }
}
