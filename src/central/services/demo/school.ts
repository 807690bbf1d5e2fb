import type { FeedStockItem } from '../../../contract/central/feed.ts';
import type { NumberScheme } from '../../../domain/certificates/certificateNumber.ts';
import type { Role } from '../../../domain/people/roles.ts';

/** A course of the demo school. */
export interface DemoCourse {
  readonly courseId: string;
  readonly title: string;
  readonly jurisdiction: string;
  readonly numberScheme: NumberScheme;
  readonly paper: 'as_ruled' | 'always';
  /** How many learners it has, and over how many days back they completed it. */
  readonly learners: number;
  readonly overDays: number;
  readonly priceMinor: number;
}

/** Three courses: under Californian rules, under Texan rules, and under none. */
export const demoCourses: readonly DemoCourse[] = [
  {
    courseId: 'driver-education-ca',
    title: 'Driver Education',
    jurisdiction: 'US-CA',
    numberScheme: { kind: 'sequential', prefix: 'CA', digits: 6 },
    paper: 'as_ruled',
    learners: 130,
    overDays: 10,
    priceMinor: 9900,
  },
  {
    courseId: 'driving-safety-tx',
    title: 'Driving Safety',
    jurisdiction: 'US-TX',
    numberScheme: { kind: 'sequential', prefix: 'TX', digits: 6 },
    paper: 'as_ruled',
    learners: 110,
    overDays: 19,
    priceMinor: 2500,
  },
  {
    courseId: 'bicycle-mechanics',
    title: 'Bicycle Mechanics: Wheels, Brakes and Gears',
    jurisdiction: 'NONE',
    numberScheme: { kind: 'random', prefix: 'CCT' },
    paper: 'always',
    learners: 60,
    overDays: 21,
    priceMinor: 4900,
  },
];

/** The papers that templates print on. */
export const demoStock: readonly FeedStockItem[] = [
  {
    stockItemId: 'certificate-paper',
    name: 'Certificate paper, numbered, Letter',
    numbered: true,
    reorderAt: 500,
  },
  { stockItemId: 'plain-paper', name: 'Plain paper, Letter', numbered: false, reorderAt: 500 },
];

/** Who works at the demo school. The PINs are public: they are printed when the demo starts. */
export const demoPeople: readonly {
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly pin: string;
}[] = [
  { displayName: 'Carla Clerk', roles: ['clerk'], pin: '1111' },
  { displayName: 'Quentin Check', roles: ['qc'], pin: '2222' },
  { displayName: 'Sam Shipping', roles: ['shipping'], pin: '3333' },
  { displayName: 'Vera Supervisor', roles: ['supervisor'], pin: '4444' },
  { displayName: 'Ada Administrator', roles: ['administrator'], pin: '5555' },
];
