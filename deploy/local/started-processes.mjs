// The processes of one `npm start`: they come up one after the other, and the end of one is the end of all.
import { spawn } from 'node:child_process';
import { projectRoot } from './places.mjs';

const END_WITHIN_MS = 12_000;

export class StartedProcesses {
  /** @type {Map<import('node:child_process').ChildProcess, string>} what runs, by name */
  #running = new Map();
  #ending = false;
  #exitCode = 0;
  /** @type {(code: number) => void} */
  #tellEnded = () => undefined;
  /** @type {Promise<number>} when the last has ended, the first exit code that is not 0, else 0 */
  ended = new Promise((resolve) => (this.#tellEnded = resolve));

  /**
   * Starts a process and waits until it says over its channel that it is up.
   * @param {string} name @param {string} entry @param {Record<string, string>} environment
   * @returns {Promise<Record<string, unknown> | undefined>} what it said; undefined when it ended before, or the end had begun
   */
  start(name, entry, environment) {
    if (this.#ending) return Promise.resolve(undefined);
    // A process group of its own: Ctrl-C reaches it once, from here. The channel tells it when this process dies.
    const child = spawn(process.execPath, ['--enable-source-maps', entry], {
      cwd: projectRoot,
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, ...environment },
    });
    this.#running.set(child, name);
    return new Promise((resolve) => {
      child.on('message', (/** @type {Record<string, unknown>} */ message) => {
        if (message['kind'] === 'up') resolve(message);
      });
      child.once('error', (error) => {
        resolve(undefined);
        this.#hasEnded(child, 1, `did not start: ${error.message}`);
      });
      child.once('exit', (code, signal) => {
        resolve(undefined);
        this.#hasEnded(child, code ?? 1, signal ? `was ended by ${signal}` : `ended with exit code ${code}`);
      });
    });
  }

  /** Asks all of them to end, and cuts off what does not in time. */
  end() {
    if (this.#ending) return;
    this.#ending = true;
    for (const [child, name] of this.#running) {
      child.kill('SIGTERM');
      setTimeout(() => {
        if (!this.#running.has(child)) return;
        process.stderr.write(
          `${name} did not end within ${END_WITHIN_MS / 1000} s and is cut off; nothing recorded is lost\n`,
        );
        child.kill('SIGKILL');
      }, END_WITHIN_MS).unref();
    }
    if (this.#running.size === 0) this.#tellEnded(this.#exitCode);
  }

  /** @param {import('node:child_process').ChildProcess} child @param {number} code @param {string} how */
  #hasEnded(child, code, how) {
    const name = this.#running.get(child);
    if (!this.#running.delete(child)) return;
    this.#exitCode ||= code;
    if (!this.#ending) {
      const others = [...this.#running.values()].map((other) => `; ${other} is ended with it`);
      process.stderr.write(`${name} ${how}${others.join('')}\n`);
      this.end();
    } else if (this.#running.size === 0) this.#tellEnded(this.#exitCode);
  }
}
