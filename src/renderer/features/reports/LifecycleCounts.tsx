import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Lifecycle } from '../../../domain/work/lifecycle.ts';
import { Loaded } from '../../components/pages/Loaded.tsx';
import { useFormats } from '../../i18n/format.ts';
import { station } from '../../rpc/client.ts';
import classes from './reports.module.css';

/** How many certificates stand where. */
export function LifecycleCounts() {
  const { t } = useTranslation();
  const formats = useFormats();
  const counts = useQuery(station.overview.byLifecycle.queryOptions());
  return (
    <div className="sheet grow scroll pad">
      <Loaded query={counts}>
        {(byLifecycle) => {
          const most = Math.max(1, ...Lifecycle.options.map((one) => byLifecycle[one]));
          return (
            <table className={classes['bars']} aria-label={t('reports.tab.lifecycle')}>
              <tbody>
                {Lifecycle.options.map((one) => (
                  <tr key={one}>
                    <th scope="row">
                      {t(`words.lifecycle.${one}`)}
                      <span className="quiet">{t(`words.lifecycleWhat.${one}`)}</span>
                    </th>
                    <td className={classes['number']}>{formats.count(byLifecycle[one])}</td>
                    <td className={classes['bar']} aria-hidden>
                      <span
                        data-kind={
                          one === 'damaged' || one === 'revoked'
                            ? 'bad'
                            : one === 'returned'
                              ? 'attention'
                              : 'plain'
                        }
                        style={{
                          width: `${byLifecycle[one] === 0 ? 0 : Math.max(0.5, (byLifecycle[one] / most) * 100)}%`,
                        }}
                      />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          );
        }}
      </Loaded>
    </div>
  );
}
