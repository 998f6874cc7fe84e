import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/**
 * The process's figures in Prometheus' text form. Label names are part of the type, so that a wrong label does not
 * compile. Names carry their unit last (`_seconds`, `_bytes`, `_total`).
 */
export class Metrics {
  private readonly registry = new Registry();

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

  gauge<Label extends string = never>(
    name: string,
    help: string,
    labels: readonly Label[] = [],
  ): Gauge<Label> {
    return new Gauge({ name, help, labelNames: labels, registers: [this.registry] });
  }

  /** A gauge whose value is asked for when the figures are read. */
  observedGauge(name: string, help: string, observe: () => number): Gauge {
    return new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(observe());
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
