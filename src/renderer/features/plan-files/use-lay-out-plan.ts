import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { useAction } from '../../engine/use-action.ts';
import { showToast } from '../../ui/toast-store.ts';
import { plainText } from '../../../contract/plain-text.ts';
import { t } from '../../../words/words.ts';

const longestName = 80;

/** Shows the plan a sentence leads to; nothing of it runs. */
export function useLayOutPlan() {
  const { engine } = useHeron();
  return useAction(t('Could not make a plan'), async (sentence: string) => {
    const proposal = await engine.client.plans.make({ text: sentence });
    if (proposal.kind === 'help') {
      showToast({ tone: 'warning', title: t('There is no plan for that'), text: plainText(proposal.message) });
      return;
    }
    const { id } = await engine.client.plans.open({ name: sentence.slice(0, longestName), plan: proposal.plan });
    navigate({ screen: 'plan', openedId: id });
  });
}
