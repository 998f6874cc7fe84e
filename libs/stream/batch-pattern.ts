import { applyDecorators, Catch, UseFilters } from '@nestjs/common';
import type { ExceptionFilter } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { throwError } from 'rxjs';
import type { Observable } from 'rxjs';

/** Hands on what the handler threw; Nest's own filter would put `Internal server error` in its place. */
@Catch()
class ThrownAsItIs implements ExceptionFilter {
  catch(thrown: unknown): Observable<never> {
    return throwError(() => thrown);
  }
}

/**
 * Marks a controller's method as the handler of a topic's batches, under `BatchKafkaServer`. The topic is named without
 * the installation's prefix. The method takes `@Payload() batch: MessageBatch` and `@Ctx() control: BatchControl`.
 */
export const BatchPattern = (topic: string): MethodDecorator =>
  applyDecorators(EventPattern(topic), UseFilters(ThrownAsItIs));
