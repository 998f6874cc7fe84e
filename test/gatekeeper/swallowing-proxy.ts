/** A way to a server that can begin to swallow what is sent on connections that are open, as a firewall does that forgot them. */
import type { Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { once } from 'node:events';

interface Way {
  readonly outside: Socket;
  readonly inside: Socket;
}

export class SwallowingProxy {
  private readonly open = new Set<Way>();
  private readonly swallowing = new Set<Way>();
  private hanging = false;
  private away = false;

  private constructor(
    private readonly server: Server,
    readonly port: number,
    private readonly target: { readonly host: string; readonly port: number },
  ) {}

  static async start(target: { readonly host: string; readonly port: number }): Promise<SwallowingProxy> {
    const server = createServer({ noDelay: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const proxy = new SwallowingProxy(server, address.port, target);
    server.on('connection', (outside) => proxy.join(outside));
    return proxy;
  }

  /** The same address, through here. */
  through(url: string): string {
    const address = new URL(url);
    address.hostname = '127.0.0.1';
    address.port = String(this.port);
    return address.toString();
  }

  get connections(): number {
    return this.open.size;
  }

  /** From now on nothing passes on any connection that is open, in neither direction, nor does its end; new ones work. */
  swallow(): void {
    for (const way of this.open) {
      this.swallowing.add(way);
      way.outside.unpipe();
      way.inside.unpipe();
      way.outside.resume(); // taken and thrown away, so that TCP itself sees nothing
      way.inside.resume();
    }
  }

  /** New connections are accepted and led nowhere, until `false`. */
  hang(hanging: boolean): void {
    this.hanging = hanging;
  }

  /** Every connection ends, and new ones do, until `false`: as of a server that restarts. */
  cut(isAway: boolean): void {
    this.away = isAway;
    if (isAway) this.endAll();
  }

  async stop(): Promise<void> {
    this.endAll();
    this.server.close();
    await once(this.server, 'close');
  }

  private endAll(): void {
    for (const { outside, inside } of this.open) {
      outside.destroy();
      inside.destroy();
    }
  }

  private join(outside: Socket): void {
    if (this.away) {
      outside.on('error', () => undefined);
      outside.destroy();
      return;
    }
    const inside = this.hanging ? outside : connect({ ...this.target, noDelay: true });
    const way = { outside, inside };
    this.open.add(way);
    for (const [end, other] of [
      [outside, inside],
      [inside, outside],
    ] as const) {
      end.on('error', () => undefined); // its close tells the same
      end.on('close', () => {
        if (this.swallowing.has(way)) return;
        this.open.delete(way);
        other.destroy();
      });
    }
    if (inside === outside) return void outside.resume();
    outside.pipe(inside);
    inside.pipe(outside);
  }
}
