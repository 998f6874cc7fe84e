/** A document as a route answers it. */
import { applyDecorators, Header, StreamableFile } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';

/** Documents a route that answers with a PDF, which nobody on the way may keep. */
export const ServesPdf = (description: string): MethodDecorator =>
  applyDecorators(
    Header('Cache-Control', 'no-store'),
    ApiResponse({
      status: 200,
      description,
      content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } },
    }),
  );

/** @param name of the file where it is saved, without its ending */
export const servedPdf = (pdf: Buffer, name: string): StreamableFile =>
  new StreamableFile(pdf, {
    type: 'application/pdf',
    disposition: `inline; filename="${encodeURIComponent(name)}.pdf"`,
  });
