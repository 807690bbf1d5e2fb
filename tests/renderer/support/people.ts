/** People and learners of the pretend school, with names from many scripts. */
import { permissionsOf } from '../../../src/domain/people/roles.ts';
import type { Permission, Role } from '../../../src/domain/people/roles.ts';

export const people: readonly {
  readonly userId: string;
  readonly displayName: string;
  readonly roles: Role[];
}[] = [
  { userId: 'u-clerk', displayName: 'Ana Morales', roles: ['clerk'] },
  { userId: 'u-qc', displayName: 'Quentin Cole', roles: ['qc'] },
  { userId: 'u-ship', displayName: 'Sana Haddad', roles: ['shipping'] },
  { userId: 'u-super', displayName: 'Sofía Supervía', roles: ['supervisor'] },
  { userId: 'u-admin', displayName: 'Adam Nowak', roles: ['administrator'] },
  { userId: 'u-two', displayName: 'Wren Okafor', roles: ['clerk', 'qc', 'shipping'] },
  { userId: 'u-super2', displayName: '山田 花子', roles: ['supervisor'] },
];

export function permissionsFor(roles: readonly Role[]): Permission[] {
  return [...new Set(roles.flatMap((role) => permissionsOf(role)))];
}

export const learners: readonly string[] = [
  'María José Núñez de la Cruz',
  'Đặng Thị Hồng Nhung',
  '王小明',
  'عبد الرحمن بن خالد',
  'Oluwaseun Adébáyọ̀',
  'Zoë Müller-Łukasiewicz',
  'Γιώργος Παπαδόπουλος',
  'Олександра Шевченко',
  'अनन्या शर्मा',
  '김민준',
  'Ngozi Okonjo',
  'יעל כהן',
  'Siobhán Ní Bhriain',
  'Þórunn Jónsdóttir',
  'Alexander Maximilian Bartholomew Featherstonehaugh-Cholmondeley',
  'Li',
  'สมชาย ใจดี',
  'René O’Connor',
  'Nguyễn Văn An',
  'Fatima Zahra El Idrissi',
];

export const courses = [
  {
    courseId: 'c-ca',
    courseTitle: 'California Traffic Violator School',
    jurisdiction: 'US-CA',
    prefix: 'CA',
  },
  { courseId: 'c-tx', courseTitle: 'Texas Driving Safety Course', jurisdiction: 'US-TX', prefix: 'TX' },
  { courseId: 'c-none', courseTitle: 'Defensive Driving for Fleets', jurisdiction: 'NONE', prefix: 'FLT' },
] as const;
