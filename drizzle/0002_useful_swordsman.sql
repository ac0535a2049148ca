DROP INDEX `outbox_org`;--> statement-breakpoint
CREATE INDEX `outbox_state` ON `outbox` (`org_id`,`state`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `outbox_org` ON `outbox` (`org_id`,`created_at`,`id`);