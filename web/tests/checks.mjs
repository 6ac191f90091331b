/** Counts checks and prints each as one line. */
export class Checks {
  #passed = 0;
  #failed = 0;

  /** One check; `seen` tells what was found instead. */
  async that(text, holds, seen = () => '') {
    if (await holds()) {
      this.#passed += 1;
      console.log(`ok - ${text}`);
    } else {
      this.fail(text, seen());
    }
  }

  fail(text, cause) {
    this.#failed += 1;
    console.log(`not ok - ${text}${cause ? `: ${cause}` : ''}`);
  }

  /** Prints the last line and gives the exit code. */
  summary() {
    console.log(`${this.#passed} passed, ${this.#failed} failed`);
    return this.#failed === 0 && this.#passed > 0 ? 0 : 1;
  }
}
