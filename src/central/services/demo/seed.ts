import { join } from 'node:path';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { announce } from '../feed/announce.ts';
import { takeEvents } from '../learning/events.ts';
import { savePerson } from '../people/people.ts';
import { newPairingCode } from '../stations/pairing.ts';
import { keepFirstSetting, readSetting } from '../storedSettings.ts';
import { publishTemplate, readTemplateFolder } from '../templates/store.ts';
import { demoDays } from './learners.ts';
import { demoCourses, demoPeople, demoStock } from './school.ts';

/** Fills an empty database with the demo school; one that has courses already is left as it is. */
export async function seedDemoSchool(context: Context): Promise<void> {
  const { db } = context;
  if ((await readSetting(db.reader, 'demoSeeded')) === true) return;
  const some = await db.reader.one(z.object({ count: z.int() }), 'SELECT count(*) AS count FROM courses');
  if (some?.count !== 0) return;
  await seedSchool(context);
  for (const person of demoPeople) await savePerson(context, { ...person, userId: null, active: true });
  const days = await demoDays(join(context.settings.programFolder, 'resources', 'demo'), context.clock.now());
  await keyFromTheFirstDay(context, days[0]?.at ?? context.clock.now());
  for (const day of days) {
    // The certificates are issued as of the day on which the school learned of them.
    const answer = await takeEvents({ ...context, clock: { now: () => day.at } }, day.events);
    if (answer.rejected.length > 0) throw new Error(`A demo event is wrong: ${answer.rejected[0]?.problem}`);
  }
  await db.write((writer) => keepFirstSetting(writer, 'demoSeeded', true));
  context.log.info({ days: days.length }, 'demo school made');
}

/** The demo school has been issuing for weeks, and with the key that it has now. */
async function keyFromTheFirstDay(context: Context, firstDay: number): Promise<void> {
  await context.db.write(async (writer) => {
    const keys = await writer.all(
      z.object({ keyId: z.string() }),
      'UPDATE signing_keys SET not_before = $1 WHERE not_before > $1 RETURNING key_id AS "keyId"',
      [firstDay],
    );
    await announce(
      writer,
      'key',
      keys.map(({ keyId }) => keyId),
    );
  });
}

async function seedSchool(context: Context): Promise<void> {
  const files = await readTemplateFolder(join(context.settings.programFolder, 'templates', 'completion'));
  await context.db.write(async (writer) => {
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
