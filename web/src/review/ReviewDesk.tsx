import { ask, filters as asked, route } from '../state/route';
import { Failed, Loading } from '../ui/states';
import { Desk } from './Desk';
import { useQueue } from './queue';

export function ReviewDesk(): preact.JSX.Element {
  const order = route.value.query.get('queue') === 'day' ? 'day' : 'confidence';
  const { queue, error, round, more, again } = useQueue(asked.value, order);
  if (error) return <main class="page" id="content"><h1>Review</h1><Failed error={error} again={again} /></main>;
  if (!queue) return <main class="page" id="content"><h1>Review</h1><Loading what="the queue" /></main>;
  const reorder = (next: string): void => ask({ queue: next === 'day' ? 'day' : null });
  return <Desk key={`${round} ${order} ${JSON.stringify(asked.value)}`} queue={queue} order={order} reorder={reorder} more={more} again={again} />;
}
