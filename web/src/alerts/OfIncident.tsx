import type { AlertPage } from '../api/types';
import { useGet } from '../state/query';
import { Failed } from '../ui/states';
import { AlertCard } from './AlertCard';

// The alerts that an incident raised; nothing where it raised none.
export function OfIncident({ id }: { id: string }): preact.JSX.Element | null {
  const { data, error, again } = useGet<AlertPage>('alerts', { incident: id, limit: 20 });
  if (error) return <Failed error={error} again={again} />;
  if (!data?.alerts.length) return null;
  return (
    <section aria-labelledby="its-alerts">
      <h2 id="its-alerts">{data.alerts.length === 1 ? 'An alert' : `${data.alerts.length}${data.cursor ? ' and more' : ''} alerts`}</h2>
      {data.alerts.map((alert) => <AlertCard key={alert.id} alert={alert} within />)}
    </section>
  );
}
