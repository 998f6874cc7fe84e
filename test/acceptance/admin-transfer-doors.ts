/** The doors of transfers over a database of the suite's own; who calls is told by the token. */
import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { HealthBoard, loadSettings, Metrics, silentLog, systemClock } from '@gatekeeper/runtime';
import { topicNames } from '@gatekeeper/stream';
import { loadPolicy, officialWorkingDays } from '@gatekeeper/wire';
import request from 'supertest';
import type { Caller } from '../../apps/admin/access/caller';
import type { Role } from '../../apps/admin/access/roles';
import { SESSIONS } from '../../apps/admin/access/sessions-port';
import { prepareHttp } from '../../apps/admin/http/prepare-http';
import { ADMIN_PARTS } from '../../apps/admin/parts';
import type { AdminParts } from '../../apps/admin/parts';
import { ServedSettings } from '../../apps/admin/settings';
import { TransferWork } from '../../apps/admin/transfer/staging/transfer-work';
import { TransferModule } from '../../apps/admin/transfer/transfer.module';
import type { Stores } from './stores-parts';
import { openStores } from './stores-parts';

export const HOME = 'H14010000001';
export const LIMIT_BYTES = 20_000;
/** Before the caller's name: a token is of 20 characters at least. */
const TOKEN = 'token-of-the-caller-';

const caller = (userId: string, roles: readonly Role[], more: Partial<Caller> = {}): Caller => ({
  userId,
  login: userId,
  roles,
  areas: [''],
  institutions: [],
  clinicianCode: null,
  ...more,
});

/** By token. */
const CALLERS: ReadonlyMap<string, Caller> = new Map(
  [
    caller('registrar', ['registrar']),
    caller('reviewer', ['reviewer']),
    caller('both', ['registrar', 'reviewer']),
    caller('city', ['registrar'], { areas: ['1402'] }),
    caller('office', ['institution_office'], { areas: [], institutions: [HOME] }),
    caller('foreign', ['institution_office'], { areas: [], institutions: ['H9'] }),
    caller('scorer', ['scorer']),
  ].map((each) => [each.userId, each]),
);

export interface TransferDoors {
  readonly stores: Stores;
  readonly work: TransferWork;
  get(who: string, path: string): request.Test;
  post(who: string, path: string, body?: object): request.Test;
  upload(who: string, query: string, type: string, bytes: Buffer | string): request.Test;
  close(): Promise<void>;
}

export async function openTransferDoors(suite: string): Promise<TransferDoors> {
  const stores = await openStores(suite);
  const key = (): string => randomBytes(32).toString('base64');
  const policy = loadPolicy();
  if (!policy.ok) throw new Error(JSON.stringify(policy.problems));
  const parts: AdminParts = {
    clock: systemClock,
    log: silentLog(),
    metrics: new Metrics(),
    health: new HealthBoard(),
    settings: loadSettings(ServedSettings, {
      DATABASE_URL: stores.url,
      REDIS_URL: 'redis://unused',
      KAFKA_BROKERS: 'unused:1',
      IDENTITY_KEYS: `k1:${key()}`,
      IDENTITY_INDEX_KEY: key(),
      TRANSFER_LIMIT_BYTES: String(LIMIT_BYTES),
    }),
    policy: policy.value,
    workingCalendar: officialWorkingDays,
    dataSource: stores.dataSource,
    background: stores.dataSource,
    registry: stores.registry,
    decisions: stores.decisions,
    redis: null,
    publisher: { publish: () => Promise.resolve(), close: () => Promise.resolve() },
    topics: topicNames(''),
  };

  @Global()
  @Module({ providers: [{ provide: ADMIN_PARTS, useValue: parts }], exports: [ADMIN_PARTS] })
  class PartsModule {}

  const module = await Test.createTestingModule({ imports: [PartsModule, TransferModule] })
    .overrideProvider(SESSIONS)
    .useValue({
      callerOfToken: (token: string) => Promise.resolve(CALLERS.get(token.slice(TOKEN.length)) ?? null),
    })
    .compile();
  const app = module.createNestApplication<NestExpressApplication>({ bodyParser: false });
  prepareHttp(app, parts);
  await app.listen(0, '127.0.0.1');
  const server: Server = app.getHttpServer();
  const as = (who: string, asked: request.Test): request.Test =>
    asked.set('Authorization', `Bearer ${TOKEN}${who}`);
  return {
    stores,
    work: app.get(TransferWork),
    get: (who, path) => as(who, request(server).get(path)),
    post: (who, path, body = {}) => as(who, request(server).post(path)).send(body),
    upload: (who, query, type, bytes) =>
      as(who, request(server).post(`/v1/transfers${query}`))
        .set('Content-Type', type)
        .send(bytes),
    async close() {
      await app.close();
      await stores.close();
    },
  };
}
