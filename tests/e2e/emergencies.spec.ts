import { z } from 'zod';
import { floorOf } from '../support/floor.ts';
import { goTo, signIn } from './hands.ts';
import { expect, test } from './test.ts';

test('an emergency shows on every screen with its reason, its person, its start and its end, until it is over', async ({
  station: page,
  world,
}) => {
  const supervisor = await floorOf(world).supervisor();
  const endsAt = Date.now() + 6 * 3_600_000;
  const started = await world.admin('POST', '/v1/emergencies', {
    kind: 'hold_shipping',
    reason: 'The carrier is on strike',
    startedBy: 'Vera Supervisor',
    endsAt,
  });
  await supervisor.sync.runNow();
  await signIn(page, 'supervisor');
  const notices = page.getByRole('status', { name: 'Notices' });
  for (const room of ['Queue', 'Print', 'Check', 'Pack', 'Ship', 'Stock', 'Reports', 'Settings']) {
    await test.step(room, async () => {
      await goTo(page, room);
      await expect(notices).toContainText('Hand-over is on hold');
      await expect(notices).toContainText('The carrier is on strike');
      await expect(notices).toContainText('Vera Supervisor');
      await expect(notices).toContainText(/until/u);
    });
  }
  const { emergencyId } = z.object({ emergencyId: z.string() }).parse(started);
  await world.admin('POST', `/v1/emergencies/${emergencyId}/end`, { endedBy: 'Vera' });
  await supervisor.sync.runNow();
  await expect(notices).not.toContainText('Hand-over is on hold', { timeout: 70_000 });
});
