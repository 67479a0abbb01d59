import { WebhookSection } from './webhook-section.tsx';

export function WebhooksTab() {
  return (
    <div className="w-full max-w-3xl space-y-5 px-4 py-6 sm:px-6">
      <WebhookSection />
    </div>
  );
}
