import { AnswerTimesSection } from './answer-times-section.tsx';
import { AuditSection } from './audit-section.tsx';
import { GrantsSection } from './grants-section.tsx';
import { PolicySection } from './policy-section.tsx';

export function PermissionsTab() {
  return (
    <div className="w-full max-w-5xl space-y-10 px-4 py-6 sm:px-6">
      <PolicySection />
      <GrantsSection />
      <AnswerTimesSection />
      <AuditSection />
    </div>
  );
}
