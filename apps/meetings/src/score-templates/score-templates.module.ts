import './score-templates.texts.js';
import { Module } from '@nestjs/common';
import { ScoreTemplatesController } from './score-templates.controller.js';
import { ScoreTemplates } from './score-templates.js';
import { ScoreTemplatesService } from './score-templates.service.js';

@Module({
  controllers: [ScoreTemplatesController],
  providers: [ScoreTemplates, ScoreTemplatesService],
  exports: [ScoreTemplates],
})
export class ScoreTemplatesModule {}
