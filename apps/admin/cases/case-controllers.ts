/**
 * One controller for each workflow, made from its definition: opening, reading, listing, and a path for every step. The
 * paths, the rules of access and the document therefore say what the state machine says.
 */
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import { ApiBody, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { schemaNamed } from '@gatekeeper/http';
import type { SettlingSources, WhatIf } from '@gatekeeper/settling';
import type { Response } from 'express';
import { CurrentCaller } from '../access/caller';
import type { Caller } from '../access/caller';
import { Operation } from '../access/operation';
import { IfMatch, setVersion } from '../http/conditional';
import { Guarded, NeedsIfMatch } from '../http/documented';
import { ADMIN_PARTS } from '../parts';
import type { AdminParts } from '../parts';
import { SETTLING_SOURCES } from '../what-if/settling-sources';
import { WhatIfDesk } from '../what-if/what-if-desk';
import { caseAnswer } from './case-answer';
import type { CaseAnswer } from './case-answer';
import { CasesQuery, EmergencyBody, NothingBody, ReviewBody } from './case-bodies';
import { CaseDesk } from './case-desk';
import { EmergencyDesk } from './emergency-desk';
import { CaseIdParam } from './case-id-param';
import { CaseWhatIf, hasWhatIf } from './case-what-if';
import { CaseShelf } from './case-shelf';
import type { WholeCase } from './case-shelf';
import { knowsEmergency, operationIdOf } from './case-operations';
import type { Page } from '../http/page';
import type { Step, Workflow } from './workflow';

const Answered = (status: number, schema: string, description: string): MethodDecorator =>
  ApiResponse({ status, description, content: { 'application/json': { schema: schemaNamed(schema) } } });

/** The compiler would leave these types for the document; for handlers made here they are said. */
const NamesCase = (): MethodDecorator =>
  ApiParam({ name: 'case_id', schema: { type: 'string', format: 'uuid', maxLength: 36 } });

type Handler = (...args: never[]) => Promise<unknown>;

/** The controller of a workflow. */
export function caseController(of: Workflow): Type {
  @ApiTags(of.path)
  @Controller(`v1/${of.path}`)
  class CaseController {
    private readonly desk: CaseDesk;
    private readonly emergencies: EmergencyDesk;
    private readonly shelf: CaseShelf;
    private readonly whatIf: CaseWhatIf;

    constructor(@Inject(ADMIN_PARTS) parts: AdminParts, @Inject(SETTLING_SOURCES) sources: SettlingSources) {
      this.whatIf = new CaseWhatIf(parts, new WhatIfDesk(parts, sources));
      this.desk = new CaseDesk(parts);
      this.emergencies = new EmergencyDesk(parts);
      this.shelf = new CaseShelf(parts);
    }

    @Get()
    @Operation(operationIdOf(of, 'list'))
    @Guarded()
    @Answered(200, 'CasePage', of.title.en)
    list(@Query() query: CasesQuery, @CurrentCaller() caller: Caller): Promise<Page<CaseAnswer>> {
      return this.shelf.list(of.kind, query, caller);
    }

    @Get(':case_id')
    @Operation(operationIdOf(of, 'read'))
    @Guarded(404)
    @Answered(200, 'WholeCase', of.title.en)
    async read(
      @Param() { case_id: caseId }: CaseIdParam,
      @Res({ passthrough: true }) response: Response,
    ): Promise<WholeCase> {
      const whole = await this.shelf.read(of.kind, caseId);
      setVersion(response, whole.version);
      return whole;
    }

    ask({ case_id: caseId }: CaseIdParam): Promise<WhatIf> {
      return this.whatIf.answer(of, caseId);
    }

    async open(body: object, caller: Caller, response: Response): Promise<CaseAnswer> {
      const file = await this.desk.open(of, body, actorOf(caller));
      setVersion(response, file.version);
      return caseAnswer(file);
    }

    async review(
      { case_id: caseId }: CaseIdParam,
      version: number,
      body: ReviewBody,
      caller: Caller,
    ): Promise<CaseAnswer> {
      const asked = { caseId, version, body, actor: actorOf(caller) };
      return caseAnswer(await this.emergencies.review(of, asked));
    }

    async annul(
      { case_id: caseId }: CaseIdParam,
      version: number,
      body: NothingBody,
      caller: Caller,
      response: Response,
    ): Promise<CaseAnswer> {
      const file = await this.emergencies.annul(of, { caseId, version, body, actor: actorOf(caller) });
      setVersion(response, file.version);
      return caseAnswer(file);
    }

    async take(
      step: Step,
      { case_id: caseId }: CaseIdParam,
      version: number,
      body: object,
      caller: Caller,
      response: Response,
    ): Promise<CaseAnswer> {
      const reason = body instanceof EmergencyBody ? body.emergency_reason : undefined;
      const file = await this.desk.take(of, step, {
        caseId,
        version,
        body,
        actor: actorOf(caller),
        emergency: reason === undefined ? null : { reason },
      });
      setVersion(response, file.version);
      return caseAnswer(file);
    }
  }

  addHandler(
    CaseController,
    'openCase',
    function (this: CaseController, body: object, caller: Caller, response: Response) {
      return this.open(body, caller, response);
    },
    [of.opening.body, Object, Object],
    [Body(), CurrentCaller(), Res({ passthrough: true })],
    [
      Post(),
      Operation(operationIdOf(of, 'open')),
      ApiBody({ type: of.opening.body }),
      Guarded(404, 409),
      Answered(201, 'Case', of.opening.title.en),
    ],
  );
  if (hasWhatIf(of))
    addHandler(
      CaseController,
      'readWhatIf',
      function (this: CaseController, param: CaseIdParam) {
        return this.ask(param);
      },
      [CaseIdParam],
      [Param()],
      [
        Get(':case_id/what-if'),
        NamesCase(),
        Operation(operationIdOf(of, 'what_if')),
        Guarded(404, 409),
        Answered(200, 'WhatIf', 'What its proposal would change（拟办事项的影响试算）'),
      ],
    );
  if (knowsEmergency(of)) {
    addHandler(
      CaseController,
      'reviewEmergency',
      function (this: CaseController, param: CaseIdParam, version: number, body: ReviewBody, caller: Caller) {
        return this.review(param, version, body, caller);
      },
      [CaseIdParam, Number, ReviewBody, Object],
      [Param(), IfMatch(), Body(), CurrentCaller()],
      [
        Post(':case_id/review-emergency'),
        HttpCode(200),
        NamesCase(),
        Operation(operationIdOf(of, 'review_emergency')),
        ApiBody({ type: ReviewBody }),
        NeedsIfMatch(),
        Guarded(404, 409, 412, 428),
        Answered(200, 'Case', 'Reviewed'),
      ],
    );
    addHandler(
      CaseController,
      'annulEmergency',
      function (
        this: CaseController,
        param: CaseIdParam,
        version: number,
        body: NothingBody,
        caller: Caller,
        response: Response,
      ) {
        return this.annul(param, version, body, caller, response);
      },
      [CaseIdParam, Number, NothingBody, Object, Object],
      [Param(), IfMatch(), Body(), CurrentCaller(), Res({ passthrough: true })],
      [
        Post(':case_id/annul-emergency'),
        HttpCode(200),
        NamesCase(),
        Operation(operationIdOf(of, 'annul_emergency')),
        ApiBody({ type: NothingBody }),
        NeedsIfMatch(),
        Guarded(404, 409, 412, 428),
        Answered(200, 'Case', 'Taken back'),
      ],
    );
  }
  for (const step of of.steps) {
    addHandler(
      CaseController,
      `take_${step.event}`,
      function (
        this: CaseController,
        param: CaseIdParam,
        version: number,
        body: object,
        caller: Caller,
        response: Response,
      ) {
        return this.take(step, param, version, body, caller, response);
      },
      [CaseIdParam, Number, step.body, Object, Object],
      [Param(), IfMatch(), Body(), CurrentCaller(), Res({ passthrough: true })],
      [
        Post(`:case_id/${step.event.replaceAll('_', '-')}`),
        HttpCode(200),
        NamesCase(),
        Operation(operationIdOf(of, step.event)),
        ApiBody({ type: step.body }),
        NeedsIfMatch(),
        Guarded(404, 409, 412, 428),
        Answered(200, 'Case', step.title.en),
      ],
    );
  }
  Object.defineProperty(CaseController, 'name', { value: `CaseController_${of.kind}` });
  return CaseController;
}

const actorOf = ({ userId, roles }: Caller): { readonly id: string; readonly roles: Caller['roles'] } => ({
  id: userId,
  roles,
});

/** Adds a handler as decorators and the compiler would: its types for the body's checks, then what decorates it. */
function addHandler(
  controller: Type,
  name: string,
  handler: Handler,
  types: readonly unknown[],
  parameters: readonly ParameterDecorator[],
  decorators: readonly MethodDecorator[],
): void {
  const prototype: unknown = controller.prototype;
  if (typeof prototype !== 'object' || prototype === null) return;
  Object.defineProperty(prototype, name, { value: handler, writable: true, configurable: true });
  Reflect.defineMetadata('design:paramtypes', types, prototype, name);
  parameters.forEach((decorate, index) => decorate(prototype, name, index));
  for (const decorate of decorators) {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
    if (descriptor !== undefined) decorate(prototype, name, descriptor);
  }
}
