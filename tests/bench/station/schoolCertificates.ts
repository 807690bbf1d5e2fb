/** A school of any size, the same each time: what central would feed to a station. */
import { createHash } from 'node:crypto';
import type { FeedCertificate } from '../../../src/contract/central/feed.ts';
import { newVerificationCode } from '../../../src/domain/certificates/verificationCode.ts';

const FIRST =
  'Maria José Ana Juan Luis Carlos Sofía Lucía Elena Diego Miguel Carmen Rosa Pedro Pablo James Mary John Linda Michael Sarah Robert Jennifer David Emily William Jessica Daniel Ashley Matthew Amanda Joshua Melissa Andrew Michelle Wei Ming Hiroshi Yuki Nguyễn Linh Thanh Priya Arjun Ravi Anjali Fatima Omar Aisha Yusuf Olga Ivan Svetlana Dmitri Zoë Xavier Quentin Ursula Björn Łukasz'.split(
    ' ',
  );
const LAST =
  'García Martínez López Hernández González Pérez Sánchez Ramírez Torres Flores Rivera Gómez Díaz Cruz Reyes Morales Ortiz Gutiérrez Núñez Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Thomas Moore Jackson Martin Lee Thompson White Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Green Baker Adams Nelson Hill Campbell Mitchell Roberts Carter Phillips Evans Turner Parker Collins Edwards Stewart Morris Nguyen Tran Chen Wang Patel Singh Kim Park Yamamoto Kowalski Ivanova Müller Østergaard O’Brien Xu Zhao Quispe Ibarra Ulloa'.split(
    ' ',
  );
const STREETS = ['Main St', 'Oak Avenue', 'Maple Drive', 'Cedar Lane', 'Park Boulevard', 'Sunset Road'];

/** Common things are common: the first of a list come far more often than the last. */
function pick(list: readonly string[], noise: number): string {
  return list[Math.floor(list.length * (noise / 4_294_967_296) ** 2)] ?? '';
}

const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;

/** The certificate of that place in the school, counted from 0. */
export function schoolCertificate(index: number): FeedCertificate {
  const noise = createHash('sha512').update(String(index)).digest();
  const first = pick(FIRST, noise.readUInt32LE(0));
  const last = pick(LAST, noise.readUInt32LE(4));
  const second = noise.readUInt8(8) < 90 ? ` ${pick(LAST, noise.readUInt32LE(12))}` : '';
  const rare = noise.readUInt8(9) < 20 ? ` ${noise.toString('hex', 40, 44)}` : '';
  const name = `${first} ${last}${second}${rare}`;
  const issuedAt = START + index * 20_000;
  const time = issuedAt.toString(16).padStart(12, '0');
  const uuid = (from: number) => {
    const tail = noise.toString('hex', from, from + 10);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${tail.slice(0, 3)}-8${tail.slice(3, 6)}-${tail.slice(6, 18)}`;
  };
  const texas = noise.readUInt8(10) < 60;
  const dueAt = START + Math.floor((noise.readUInt32LE(16) / 4_294_967_296) * 365 * 24 * 60) * MINUTE;
  return {
    certificateId: uuid(20),
    certificateNumber: `${texas ? 'TX' : 'CA'}-2026-${String(index + 1).padStart(7, '0')}`,
    verificationCode: newVerificationCode((count) => noise.subarray(0, count)),
    controlNumber: null,
    issuedName: name,
    courseTitle: texas ? 'Adult driver education' : 'Traffic violator school',
    completionDate: '2026-11-18',
    issueDate: '2026-11-19',
    jurisdiction: texas ? 'US-TX' : 'US-CA',
    templateVersion: 'a'.repeat(64),
    courseId: texas ? 'course-tx' : 'course-ca',
    signature: noise.toString('base64url').padEnd(86, 'A').slice(0, 86),
    keyId: 'key-2026',
    validity: 'active',
    validityReason: null,
    validityAt: null,
    issuedAt,
    physical: {
      deliverableId: uuid(30),
      address: {
        name,
        street1: `${noise.readUInt16LE(46) % 9000} ${pick(STREETS, noise.readUInt32LE(48))}`,
        city: texas ? 'Austin' : 'Sacramento',
        region: texas ? 'TX' : 'CA',
        postalCode: String(10_000 + (noise.readUInt16LE(52) % 89_999)),
        country: 'US',
      },
      dueAt,
      slackAt: dueAt - 3 * 24 * 60 * MINUTE,
      stage: 'queued',
      stationId: null,
    },
  };
}
