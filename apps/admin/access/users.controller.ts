import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Put,
  Query,
} from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { formatInstant } from '@gatekeeper/calendar';
import { Guarded } from '../http/documented';
import { pageOf, PageQuery } from '../http/page';
import { userRefused } from './access-refusals';
import { CurrentCaller } from './caller';
import type { Caller } from './caller';
import { Operation } from './operation';
import {
  ApplyBody,
  configurationIn,
  ConfigureBody,
  DecisionBody,
  OneTimeTokenAnswer,
  ReasonBody,
  RefusalBody,
  userAnswer,
  UserAnswer,
  UserPage,
  userWithHistory,
  UserWithHistory,
} from './user-bodies';
import { UserDirectory } from './user-directory';
import type { UserOutcome } from './user-outcome';
import { Users } from './users';

const ONE = 'users/:user_id';
const UserId = (): ParameterDecorator => Param('user_id', new ParseUUIDPipe());
const NamesUser = (): MethodDecorator =>
  ApiParam({ name: 'user_id', schema: { type: 'string', format: 'uuid', maxLength: 36 } });

/** The lifecycle of users: 申请、审批、配置、变更、注销. */
@ApiTags('access')
@Controller('v1')
export class UsersController {
  constructor(
    private readonly users: Users,
    private readonly directory: UserDirectory,
  ) {}

  @Post('users')
  @Operation('applyForUser')
  @ApiResponse({ status: 201, type: UserAnswer, description: 'The user, who waits for a second person' })
  @Guarded(409)
  async apply(@CurrentCaller() caller: Caller, @Body() body: ApplyBody): Promise<UserAnswer> {
    const { login, display_name: displayName, reason } = body;
    const configuration = configurationIn(body);
    return answered(await this.users.apply(caller, { login, displayName, configuration, reason }));
  }

  @Get('users')
  @Operation('listUsers')
  @ApiResponse({ status: 200, type: UserPage, description: 'Users by login' })
  @Guarded()
  async list(@CurrentCaller() caller: Caller, @Query() { limit, after }: PageQuery): Promise<UserPage> {
    const users = await this.directory.list(caller, after ?? null, limit + 1);
    return pageOf(users, limit, userAnswer, ({ login }) => login);
  }

  @Get(ONE)
  @Operation('readUser')
  @NamesUser()
  @ApiResponse({ status: 200, type: UserWithHistory, description: 'The user and what became of it' })
  @Guarded(404)
  async one(@CurrentCaller() caller: Caller, @UserId() userId: string): Promise<UserWithHistory> {
    const user = await this.directory.find(caller, userId);
    if (user === null) throw userRefused('not_found');
    return userWithHistory(user, await this.directory.history(userId));
  }

  @Post(`${ONE}/approval`)
  @HttpCode(200)
  @Operation('approveUser')
  @NamesUser()
  @ApiResponse({ status: 200, type: UserAnswer, description: 'The user, as approved' })
  @Guarded(404, 409)
  async approve(
    @CurrentCaller() caller: Caller,
    @UserId() userId: string,
    @Body() { proposal }: DecisionBody,
  ): Promise<UserAnswer> {
    return answered(await this.users.approve(caller, userId, proposal));
  }

  @Post(`${ONE}/refusal`)
  @HttpCode(200)
  @Operation('refuseUser')
  @NamesUser()
  @ApiResponse({ status: 200, type: UserAnswer, description: 'The user, as before the proposal' })
  @Guarded(404, 409)
  async refuse(
    @CurrentCaller() caller: Caller,
    @UserId() userId: string,
    @Body() { proposal, reason }: RefusalBody,
  ): Promise<UserAnswer> {
    return answered(await this.users.refuse(caller, userId, proposal, reason));
  }

  @Put(`${ONE}/configuration`)
  @Operation('configureUser')
  @NamesUser()
  @ApiResponse({ status: 200, type: UserAnswer, description: 'The user, whose change waits for approval' })
  @Guarded(404, 409)
  async configure(
    @CurrentCaller() caller: Caller,
    @UserId() userId: string,
    @Body() body: ConfigureBody,
  ): Promise<UserAnswer> {
    return answered(await this.users.configure(caller, userId, configurationIn(body), body.reason));
  }

  @Post(`${ONE}/revocation`)
  @HttpCode(200)
  @Operation('revokeUser')
  @NamesUser()
  @ApiResponse({ status: 200, type: UserAnswer, description: 'The user, without any right' })
  @Guarded(404, 409)
  async revoke(
    @CurrentCaller() caller: Caller,
    @UserId() userId: string,
    @Body() { reason }: ReasonBody,
  ): Promise<UserAnswer> {
    return answered(await this.users.revoke(caller, userId, reason));
  }

  @Delete(`${ONE}/sessions`)
  @HttpCode(204)
  @Operation('endSessionsOfUser')
  @NamesUser()
  @ApiResponse({ status: 204, description: 'Every session of the user is over' })
  @Guarded(404)
  async endSessions(@CurrentCaller() caller: Caller, @UserId() userId: string): Promise<void> {
    doneOf(await this.users.endSessions(caller, userId));
  }

  @Post(`${ONE}/one-time-tokens`)
  @Header('Cache-Control', 'no-store')
  @Operation('issueOneTimeToken')
  @NamesUser()
  @ApiResponse({ status: 201, type: OneTimeTokenAnswer, description: 'A token to set a password with' })
  @Guarded(404, 409)
  async issueToken(@CurrentCaller() caller: Caller, @UserId() userId: string): Promise<OneTimeTokenAnswer> {
    const { token, expiresAt } = doneOf(await this.users.issueToken(caller, userId));
    return { one_time_token: token, expires_at: formatInstant(expiresAt) };
  }
}

function doneOf<T>(outcome: UserOutcome<T>): T {
  if ('refusal' in outcome) throw userRefused(outcome.refusal);
  return outcome.done;
}

const answered = (outcome: UserOutcome): UserAnswer => userAnswer(doneOf(outcome));
