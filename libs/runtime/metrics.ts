import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

interface Observation {
  readonly labels: Readonly<Record<string, string>>;
  readonly observe: () => number | null;
}

/**
 * The process's figures in Prometheus' text form. Label names are part of the type, so that a wrong label does not
 * compile. Names carry their unit last (`_seconds`, `_bytes`, `_total`).
 */
export class Metrics {
  private readonly registry = new Registry();
  private readonly counters = new Map<string, Counter>();
  private readonly observed = new Map<string, Observation[]>();

  /** Adds what Node itself tells: memory, event loop, collections. */
  withProcessFigures(): this {
    collectDefaultMetrics({ register: this.registry });
    return this;
  }

  counter<Label extends string = never>(
    name: string,
    help: string,
    labels: readonly Label[] = [],
  ): Counter<Label> {
    return new Counter({ name, help, labelNames: labels, registers: [this.registry] });
  }

  /** The counter of that name, made by whichever part of the process asks first; each part counts under labels of its own. */
  counterOf(name: string, help: string, labels: readonly string[]): Counter {
    const known = this.counters.get(name);
    if (known !== undefined) return known;
    const made = new Counter({ name, help, labelNames: labels, registers: [this.registry] });
    this.counters.set(name, made);
    return made;
  }

  gauge<Label extends string = never>(
    name: string,
    help: string,
    labels: readonly Label[] = [],
  ): Gauge<Label> {
    return new Gauge({ name, help, labelNames: labels, registers: [this.registry] });
  }

  /** A gauge whose value is asked for when the figures are read; whoever asks a server answers `NaN` while it is away. */
  observedGauge(name: string, help: string, observe: () => number | Promise<number>): Gauge {
    return new Gauge({
      name,
      help,
      registers: [this.registry],
      async collect() {
        this.set(await observe());
      },
    });
  }

  /**
   * One value of a gauge that several parts of the process share, each under labels of its own; asked for when the figures
   * are read. `null` is not known, and leaves the value out.
   */
  observedGaugeOf(
    name: string,
    help: string,
    labels: Readonly<Record<string, string>>,
    observe: () => number | null,
  ): void {
    const known = this.observed.get(name);
    if (known !== undefined) {
      known.push({ labels, observe });
      return;
    }
    const observations: Observation[] = [{ labels, observe }];
    this.observed.set(name, observations);
    new Gauge({
      name,
      help,
      labelNames: Object.keys(labels),
      registers: [this.registry],
      collect() {
        this.reset();
        for (const it of observations) {
          const value = it.observe();
          if (value !== null) this.set(it.labels, value);
        }
      },
    });
  }

  /** `buckets` are upper bounds, in the unit the name ends with. */
  histogram<Label extends string = never>(
    name: string,
    help: string,
    buckets: readonly number[],
    labels: readonly Label[] = [],
  ): Histogram<Label> {
    return new Histogram({
      name,
      help,
      buckets: [...buckets],
      labelNames: labels,
      registers: [this.registry],
    });
  }

  /** The answer to `GET /metrics`. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  get contentType(): string {
    return this.registry.contentType;
  }
}
