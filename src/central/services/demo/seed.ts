import { join } from 'node:path';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { announce } from '../feed/announce.ts';
import { takeEvents } from '../learning/events.ts';
import { listPeople, savePerson } from '../people/people.ts';
import { newPairingCode } from '../stations/pairing.ts';
import { keepFirstSetting, readSetting } from '../storedSettings.ts';
import { publishTemplate, readTemplateFolder } from '../templates/store.ts';
import { demoDays } from './learners.ts';
import { demoCourses, demoPeople, demoStock } from './school.ts';

/**
 * Fills an empty database with the demo school; one that has courses of somebody else is left as it is. Killed in the
 * middle, the next start goes on where it stopped: the day on which it began is kept, and events count once.
 */
export async function seedDemoSchool(context: Context): Promise<void> {
  const { db } = context;
  if ((await readSetting(db.reader, 'demoSeeded')) === true) return;
  const begun = z.int().safeParse(await readSetting(db.reader, 'demoBegun'));
  const some = await db.reader.one(z.object({ count: z.int() }), 'SELECT count(*) AS count FROM courses');
  if (!begun.success && some?.count !== 0) return;
  const now = begun.success ? begun.data : context.clock.now();
  if (!begun.success) await seedSchool(context);
  const known = new Set((await listPeople(context)).map((person) => person.displayName));
  for (const person of demoPeople) {
    if (!known.has(person.displayName)) await savePerson(context, { ...person, userId: null, active: true });
  }
  const days = await demoDays(join(context.settings.programFolder, 'resources', 'demo'), now);
  for (const day of days) {
    // The certificates are issued as of the day on which the school learned of them.
    const answer = await takeEvents({ ...context, clock: { now: () => day.at } }, day.events);
    if (answer.rejected.length > 0) throw new Error(`A demo event is wrong: ${answer.rejected[0]?.problem}`);
  }
  await db.write((writer) => keepFirstSetting(writer, 'demoSeeded', true));
  context.log.info({ days: days.length }, 'demo school made');
}

async function seedSchool(context: Context): Promise<void> {
  const files = await readTemplateFolder(join(context.settings.programFolder, 'templates', 'completion'));
  await context.db.write(async (writer) => {
    await keepFirstSetting(writer, 'demoBegun', context.clock.now());
    for (const item of demoStock) {
      await writer.run(
        'INSERT INTO stock_items (stock_item_id, name, numbered, reorder_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
        [item.stockItemId, item.name, item.numbered, item.reorderAt],
      );
    }
    await announce(
      writer,
      'stockItem',
      demoStock.map((item) => item.stockItemId),
    );
    const template = await publishTemplate(context, writer, files, {
      title: 'Certificate of completion',
      stockItemId: demoStock[0]?.stockItemId ?? '',
    });
    if (!template.ok) {
      throw new Error(
        `The bundled template cannot be used: ${template.error.map((fault) => fault.message).join(' ')}`,
      );
    }
    for (const course of demoCourses) {
      await writer.run(
        `INSERT INTO courses (course_id, title, jurisdiction, number_scheme, paper, template_version)
         VALUES ($1, $2, $3, $4::jsonb, $5, $6) ON CONFLICT DO NOTHING`,
        [
          course.courseId,
          course.title,
          course.jurisdiction,
          JSON.stringify(course.numberScheme),
          course.paper,
          template.value,
        ],
      );
    }
    await announce(
      writer,
      'course',
      demoCourses.map((course) => course.courseId),
    );
  });
}

/** A pairing code for the demo while no station is paired, else null. */
export async function demoPairingCode(context: Context): Promise<string | null> {
  if (!context.settings.demo) return null;
  const stations = await context.db.reader.one(
    z.object({ count: z.int() }),
    'SELECT count(*) AS count FROM stations WHERE revoked_at IS NULL',
  );
  return stations?.count === 0 ? (await newPairingCode(context)).code : null;
}
