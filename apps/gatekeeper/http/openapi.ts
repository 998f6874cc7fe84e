import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { addSchemas } from './openapi-schemas';

/** The version of the contract on the wire, not of the program. */
const CONTRACT_VERSION = '1';

const describeApi = (): Omit<OpenAPIObject, 'paths'> =>
  new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Settlement gatekeeper（医保结算支付资格核查）')
    .setDescription(
      'Asks, before billing, whether the health-insurance fund pays. Every answer of 400 and above is application/problem+json (RFC 9457).',
    )
    .setVersion(CONTRACT_VERSION)
    .addTag('asking before billing', 'Nothing is recorded（试算，不留记录）')
    .addTag('operating', 'For whoever runs it（运维）')
    .build();

/** Serves the document at `/openapi.json` and a readable page of it, with assets of our own, at `/docs`. */
export function serveOpenApi(app: NestExpressApplication): void {
  const document = addSchemas(SwaggerModule.createDocument(app, describeApi()));
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: '/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Settlement gatekeeper',
  });
}
