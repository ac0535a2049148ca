ALTER TABLE `connections` ADD `sealed_previous` text;--> statement-breakpoint
ALTER TABLE `connections` ADD `previous_until` integer;