import { Module } from '@nestjs/common';
import type { InjectionToken, Provider } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { OPERATING_CONTROLLERS } from '@gatekeeper/http';
import { RegistryLookups } from '@gatekeeper/registry-store';
import { registryCodec } from '@gatekeeper/wire';
import { ADMIN_PARTS } from '../parts';
import type { AdminParts } from '../parts';
import { AccessGuard } from './access.guard';
import { IDENTITIES, Identities } from './identities';
import { IdentityController } from './identity.controller';
import { identityKeysOf } from './identity-keys';
import { OIDC, Oidc } from './oidc';
import { Passwords } from './passwords';
import { PhoneController } from './phone.controller';
import { PHONES, Phones } from './phones';
import { RATE_LIMITS, RateLimits } from './rate-limits';
import { REACHES } from './reaches';
import type { Reaches } from './reaches';
import { RegistryReaches } from './registry-reaches';
import { OPEN_CONTROLLERS, RoutesCheck } from './routes';
import { SESSIONS } from './sessions-port';
import { SessionsController } from './sessions.controller';
import { StoredSessions } from './stored-sessions';
import { UserDirectory } from './user-directory';
import { Users } from './users';
import { UsersController } from './users.controller';

/** A provider made of the app's parts. */
const ofParts = (provide: InjectionToken, make: (parts: AdminParts) => unknown): Provider => ({
  provide,
  useFactory: make,
  inject: [ADMIN_PARTS],
});

/** Who may do what: the guard in front of every route, users, sessions, identity and phone numbers. Needs a provider of `ADMIN_PARTS`. */
@Module({
  imports: [DiscoveryModule],
  controllers: [SessionsController, UsersController, IdentityController, PhoneController],
  providers: [
    { provide: OPEN_CONTROLLERS, useValue: OPERATING_CONTROLLERS },
    ofParts(
      REACHES,
      ({ dataSource }) => new RegistryReaches(new RegistryLookups(dataSource, registryCodec), dataSource),
    ),
    ofParts(StoredSessions, ({ dataSource, clock }) => new StoredSessions(dataSource, clock)),
    { provide: SESSIONS, useExisting: StoredSessions },
    ofParts(Passwords, ({ dataSource, clock }) => new Passwords(dataSource, clock)),
    ofParts(
      RATE_LIMITS,
      ({ settings, redis, log }) => new RateLimits(settings, redis, settings.topicPrefix, log),
    ),
    ofParts(OIDC, ({ settings: { oidcIssuer, oidcClientId }, dataSource, clock }) =>
      oidcIssuer === undefined || oidcClientId === undefined
        ? null
        : new Oidc({ issuer: oidcIssuer, clientId: oidcClientId }, dataSource, clock),
    ),
    ofParts(IDENTITIES, ({ settings, dataSource, clock }) => {
      const keys = identityKeysOf(settings);
      return keys === null ? null : new Identities(dataSource, keys, clock);
    }),
    ofParts(PHONES, ({ settings, dataSource, clock }) => {
      const keys = identityKeysOf(settings);
      return keys === null ? null : new Phones(dataSource, keys, clock);
    }),
    {
      provide: UserDirectory,
      useFactory: ({ dataSource }: AdminParts, reaches: Reaches) => new UserDirectory(dataSource, reaches),
      inject: [ADMIN_PARTS, REACHES],
    },
    {
      provide: Users,
      useFactory: (
        { dataSource, clock }: AdminParts,
        reaches: Reaches,
        directory: UserDirectory,
        passwords: Passwords,
      ) => new Users({ dataSource, clock, reaches, directory, passwords }),
      inject: [ADMIN_PARTS, REACHES, UserDirectory, Passwords],
    },
    RoutesCheck,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [REACHES, SESSIONS, IDENTITIES, PHONES],
})
export class AccessModule {}
