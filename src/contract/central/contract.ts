/** The whole contract of central, version 1; described as OpenAPI at `/openapi.json`. */
import { certificatesContract } from './certificates.ts';
import { emergenciesContract } from './emergencies.ts';
import { factsContract } from './facts.ts';
import { feedContract } from './feed.ts';
import { learningContract } from './learning.ts';
import { leasesContract } from './leases.ts';
import { mailsContract } from './mails.ts';
import { peopleContract } from './people.ts';
import { privacyContract } from './privacy.ts';
import { stationsContract } from './stations.ts';
import { templatesContract } from './templates.ts';
import { verifyContract } from './verify.ts';
import { webhooksContract } from './webhooks.ts';

export const centralContract = {
  stations: stationsContract,
  feed: feedContract,
  leases: leasesContract,
  facts: factsContract,
  templates: templatesContract,
  certificates: certificatesContract,
  learning: learningContract,
  people: peopleContract,
  emergencies: emergenciesContract,
  verify: verifyContract,
  mails: mailsContract,
  privacy: privacyContract,
  webhooks: webhooksContract,
};
