import { Controller, Get, Post } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { Operation } from './operation';
import { OPEN_CONTROLLERS, RoutesCheck } from './routes';

@Controller('guarded')
class Guarded {
  @Get()
  @Operation('readMe')
  me(): void {}

  notARoute(): void {}
}

@Controller('unnamed')
class Unnamed {
  @Post('done')
  done(): void {}
}

@Controller('unruled')
class Unruled {
  @Get()
  @Operation('notInTheTable')
  done(): void {}
}

@Controller('again')
class Again {
  @Get()
  @Operation('readMe')
  me(): void {}
}

async function start(controllers: readonly Type[], open: readonly Type[] = []): Promise<void> {
  const module = await Test.createTestingModule({
    imports: [DiscoveryModule],
    controllers: [...controllers],
    providers: [RoutesCheck, { provide: OPEN_CONTROLLERS, useValue: open }],
  }).compile();
  await module.init();
  await module.close();
}

describe('an app starts', () => {
  it('with routes that name an operation of the table', async () => {
    await expect(start([Guarded])).resolves.toBeUndefined();
  });

  it('with controllers that are declared open', async () => {
    await expect(start([Guarded, Unnamed], [Unnamed])).resolves.toBeUndefined();
  });
});

describe('an app does not start with a route', () => {
  it.each<[string, readonly Type[], string]>([
    ['that names no operation', [Guarded, Unnamed], 'Unnamed.done names no operation: add @Operation'],
    [
      'whose operation has no rule',
      [Unruled],
      'Unruled.done: OPERATIONS has no rule for the operation notInTheTable',
    ],
    [
      'that names the operation of another',
      [Guarded, Again],
      'Again.me names the operation of Guarded.me: readMe',
    ],
  ])('%s', async (_, controllers, message) => {
    await expect(start(controllers)).rejects.toThrow(message);
  });
});
