-- What courses demand, and what learners did of it.

CREATE TABLE lessons (
  course_id text COLLATE "C" NOT NULL,
  lesson_id text COLLATE "C" NOT NULL,
  published boolean NOT NULL,
  told_at bigint NOT NULL,
  PRIMARY KEY (course_id, lesson_id)
);
CREATE TABLE lesson_completions (
  learner_id text COLLATE "C" NOT NULL,
  course_id text COLLATE "C" NOT NULL,
  lesson_id text COLLATE "C" NOT NULL,
  completed_at bigint NOT NULL,
  PRIMARY KEY (learner_id, course_id, lesson_id)
);
CREATE TABLE seat_time (
  learner_id text COLLATE "C" NOT NULL,
  course_id text COLLATE "C" NOT NULL,
  minutes bigint NOT NULL,
  last_at bigint NOT NULL,
  PRIMARY KEY (learner_id, course_id)
);
CREATE TABLE exam_attempts (
  attempt_id text COLLATE "C" PRIMARY KEY,
  learner_id text COLLATE "C" NOT NULL,
  course_id text COLLATE "C" NOT NULL,
  passed boolean NOT NULL,
  at bigint NOT NULL
);
CREATE INDEX exam_attempts_passed ON exam_attempts (learner_id, course_id) WHERE passed;
CREATE TABLE subscriptions (
  subscription_id text COLLATE "C" PRIMARY KEY,
  learner_id text COLLATE "C" NOT NULL,
  starts_at bigint NOT NULL,
  ends_at bigint,
  told_at bigint NOT NULL
);
CREATE INDEX subscriptions_learner ON subscriptions (learner_id);

-- Ranges of numbers that a regulator gave; next runs from first to last + 1, and no number twice.
CREATE TABLE control_number_blocks (
  block_id text COLLATE "C" PRIMARY KEY,
  jurisdiction text NOT NULL,
  prefix text NOT NULL,
  width integer NOT NULL,
  first bigint NOT NULL,
  last bigint NOT NULL,
  next bigint NOT NULL,
  entered_at bigint NOT NULL,
  CHECK (first <= last AND next >= first AND next <= last + 1)
);
CREATE INDEX control_number_blocks_open ON control_number_blocks (jurisdiction, entered_at, block_id) WHERE next <= last;
ALTER TABLE courses ADD COLUMN control_numbers boolean NOT NULL DEFAULT false;
