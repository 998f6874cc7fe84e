import { Body, Controller, Delete, Get, Header, HttpCode, Inject, Post, Put, Req } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { formatInstant } from '@gatekeeper/calendar';
import type { Request } from 'express';
import { Guarded, Open } from '../http/documented';
import { noSession, oidcNotSetUp, passwordRefused, signInRefused, tokenRefused } from './access-refusals';
import { bearerTokenOf } from './bearer-token';
import { CurrentCaller } from './caller';
import type { Caller } from './caller';
import { OIDC } from './oidc';
import type { Oidc } from './oidc';
import { Operation } from './operation';
import { Passwords } from './passwords';
import {
  FirstPasswordBody,
  meAnswer,
  MeAnswer,
  NonceAnswer,
  OidcSignInBody,
  PasswordChangeBody,
  RefreshBody,
  SignInBody,
  tokensAnswer,
  TokensAnswer,
} from './session-bodies';
import { StoredSessions } from './stored-sessions';

/** Signing in and out, and what a user does about the own session. */
@ApiTags('access')
@Controller('v1')
export class SessionsController {
  constructor(
    private readonly sessions: StoredSessions,
    private readonly passwords: Passwords,
    @Inject(OIDC) private readonly oidc: Oidc | null,
  ) {}

  @Post('sessions')
  @Header('Cache-Control', 'no-store')
  @Operation('signIn')
  @ApiResponse({ status: 201, type: TokensAnswer, description: 'The tokens of a session' })
  @Open()
  async signIn(@Body() body: SignInBody): Promise<TokensAnswer> {
    const user = await this.passwords.check(body.login, body.password);
    if (user === null) throw signInRefused();
    return tokensAnswer(await this.sessions.open(user.userId));
  }

  @Post('sessions/refresh')
  @Header('Cache-Control', 'no-store')
  @Operation('refreshSession')
  @ApiResponse({ status: 201, type: TokensAnswer, description: 'New tokens; the former ones are over' })
  @Open()
  async refresh(@Body() body: RefreshBody): Promise<TokensAnswer> {
    const tokens = await this.sessions.refresh(body.refresh_token);
    if (tokens === null) throw noSession();
    return tokensAnswer(tokens);
  }

  @Post('sessions/oidc/nonce')
  @Header('Cache-Control', 'no-store')
  @Operation('startOidc')
  @ApiResponse({ status: 201, type: NonceAnswer, description: 'A nonce, good for one sign-in' })
  @Open(404)
  async startOidc(): Promise<NonceAnswer> {
    if (this.oidc === null) throw oidcNotSetUp();
    const { nonce, expiresAt } = await this.oidc.issueNonce();
    return { nonce, expires_at: formatInstant(expiresAt) };
  }

  @Post('sessions/oidc')
  @Header('Cache-Control', 'no-store')
  @Operation('signInWithOidc')
  @ApiResponse({ status: 201, type: TokensAnswer, description: 'The tokens of a session' })
  @Open(404)
  async signInWithOidc(@Body() body: OidcSignInBody): Promise<TokensAnswer> {
    if (this.oidc === null) throw oidcNotSetUp();
    const userId = await this.oidc.userOf(body.id_token);
    if (userId === null) throw signInRefused();
    return tokensAnswer(await this.sessions.open(userId));
  }

  @Delete('sessions/current')
  @HttpCode(204)
  @Operation('signOut')
  @ApiResponse({ status: 204, description: 'The session is over' })
  @Guarded()
  async signOut(@Req() request: Request): Promise<void> {
    const token = bearerTokenOf(request.headers.authorization);
    if (token !== null) await this.sessions.end(token);
  }

  @Get('me')
  @Header('Cache-Control', 'no-store')
  @Operation('readMe')
  @ApiResponse({ status: 200, type: MeAnswer, description: 'The caller' })
  @Guarded()
  me(@CurrentCaller() caller: Caller): MeAnswer {
    return meAnswer(caller);
  }

  @Put('me/password')
  @HttpCode(204)
  @Operation('changePassword')
  @ApiResponse({ status: 204, description: 'It is changed, and every session is over: sign in anew' })
  @Guarded()
  async changePassword(@CurrentCaller() caller: Caller, @Body() body: PasswordChangeBody): Promise<void> {
    const outcome = await this.passwords.change(caller.userId, body.current_password, body.new_password);
    if (outcome === 'refused') throw signInRefused();
    if (outcome !== 'set') throw passwordRefused('new_password', outcome.expected);
  }

  @Post('passwords')
  @HttpCode(204)
  @Operation('setFirstPassword')
  @ApiResponse({ status: 204, description: 'It is set: sign in' })
  @Open()
  async setFirstPassword(@Body() body: FirstPasswordBody): Promise<void> {
    const outcome = await this.passwords.setByToken(body.one_time_token, body.password);
    if (outcome === 'refused') throw tokenRefused();
    if (outcome !== 'set') throw passwordRefused('password', outcome.expected);
  }
}
