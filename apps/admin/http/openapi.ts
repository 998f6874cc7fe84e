import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { OPERATING_SCHEMAS } from '@gatekeeper/http';
import { boundedDocument } from './bounded-document';
import { CASE_SCHEMAS } from '../cases/case-schemas';
import { CLOSING_SCHEMAS } from '../closings/closing-schemas';
import { FIGURE_SCHEMAS } from '../figures/figure-schemas';
import { describeOperations } from '../access/documented-operations';
import { HOLD_SCHEMAS } from '../holds/hold-answer';
import { SYNC_SCHEMAS } from '../sync/sync-schemas';
import { OBSERVING_SCHEMAS } from '../observing/observing-answer';
import { NOTICE_SCHEMAS } from '../notices/notice-schemas';
import { PARTICULARS_SCHEMAS } from '../particulars/particulars-answer';
import { PERSON_FILE_SCHEMAS } from '../person-file/person-file-schemas';
import { REPORT_SCHEMAS } from '../reports/report-schemas';
import { SELF_SERVICE_SCHEMAS } from '../self-service/self-service-schemas';
import { SWEEP_PLAN_SCHEMAS } from '../sweep-plans/plan-schemas';
import { WHAT_IF_SCHEMAS } from '../what-if/what-if-schemas';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

const TOKENS =
  'An opaque access token of ten minutes, no JWT; an ID token that is exchanged for one is verified as RFC8725 asks（不透明令牌；换取令牌的 ID 令牌按 RFC8725 校验）';

const describeApi = (): Omit<OpenAPIObject, 'paths'> =>
  new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Registry of record（医保支付资格管理）')
    .setDescription(
      'Keeps the status of institutions and clinicians. Every answer of 400 and above is application/problem+json (RFC 9457).',
    )
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: TOKENS }, 'session')
    .build();

/** The app's OpenAPI document. */
export function openApiOf(app: NestExpressApplication): OpenAPIObject {
  const document = describeOperations(SwaggerModule.createDocument(app, describeApi()));
  const schemas: Schemas = {
    ...document.components?.schemas,
    ...OPERATING_SCHEMAS,
    ...CASE_SCHEMAS,
    ...CLOSING_SCHEMAS,
    ...HOLD_SCHEMAS,
    ...SYNC_SCHEMAS,
    ...NOTICE_SCHEMAS,
    ...OBSERVING_SCHEMAS,
    ...PARTICULARS_SCHEMAS,
    ...PERSON_FILE_SCHEMAS,
    ...REPORT_SCHEMAS,
    ...FIGURE_SCHEMAS,
    ...SELF_SERVICE_SCHEMAS,
    ...SWEEP_PLAN_SCHEMAS,
    ...WHAT_IF_SCHEMAS,
  };
  return boundedDocument({ ...document, components: { ...document.components, schemas } });
}

/** Serves the document at `/openapi.json` and a readable page of it, with assets of our own, at `/docs`. */
export function serveOpenApi(app: NestExpressApplication): void {
  SwaggerModule.setup('docs', app, () => openApiOf(app), {
    jsonDocumentUrl: '/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Registry of record',
  });
}
