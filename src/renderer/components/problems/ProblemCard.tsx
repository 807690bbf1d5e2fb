import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../i18n/format.ts';
import type { Problem } from '../../rpc/problem.ts';
import { MeaningIcon } from '../marks/MeaningMark.tsx';
import { useNextStep } from '../useNextStep.ts';
import { explain } from './problems.ts';
import type { NextStep } from './problems.ts';
import classes from './ProblemCard.module.css';

interface ProblemCardProps {
  readonly problem: Problem;
  readonly onRetry?: (() => void) | null;
  /** Called after a step was taken, to close what showed the problem. */
  readonly onDone?: () => void;
}

/** What happened, what is safe, what to do next, and the button that does it. */
export function ProblemCard({ problem, onRetry = null, onDone }: ProblemCardProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const explanation = explain(problem, t, formats);
  const take = useNextStep();
  const steps: readonly NextStep[] = explanation.steps.filter((step) => step !== 'retry' || onRetry !== null);
  return (
    <div className={classes['card']} role="alert">
      <MeaningIcon meaning={explanation.meaning} size={32} />
      <div className="stack">
        <h2>{explanation.happened}</h2>
        <p>{explanation.safe}</p>
        <p className={classes['next']}>{explanation.next}</p>
        <div className="row wrap">
          {steps.map((step, index) => (
            <Button
              key={step}
              variant={index === 0 ? 'filled' : 'default'}
              {...(index === 0 ? { 'data-autofocus': true } : {})}
              onClick={() => {
                onDone?.();
                if (step === 'retry') onRetry?.();
                else take(step);
              }}
            >
              {t(`steps.${step}`)}
            </Button>
          ))}
        </div>
      </div>
    </div>
  );
}
