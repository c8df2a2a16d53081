/** Which frame of the stream lies at which position of the ring: a position counts modulo 2³², a frame does not. */

export class FrameMap {
  /** @type {{ position: number, frame: number }[]} */
  #stretches = [];

  /**
   * From this position on, frames follow each other beginning with this one.
   * @param {number} position
   * @param {number} frame
   */
  begin(position, frame) {
    this.#stretches.push({ position, frame });
  }

  /**
   * The frame at a position, or null before anything began. Positions are asked for in the order in which they
   * are read: what lies behind is forgotten, which keeps every distance far below the wrap.
   * @param {number} position
   * @returns {number | null}
   */
  at(position) {
    const index = this.#stretches.findLastIndex((s) => ((position - s.position) | 0) >= 0);
    if (index < 0) {
      return null;
    }
    this.#stretches.splice(0, index);
    const here = this.#stretches[0];
    here.frame += (position - here.position) | 0;
    here.position = position;
    return here.frame;
  }
}
