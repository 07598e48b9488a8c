package com.openagents.sync.standalone.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * Brings a transcript's two lists into the order in which it happened: what leads up to the work, then each turn of the
 * agent followed by the step that it took, then what the agent was told of it.
 */
final class Interleaving {

  private final List<StepEntry> steps;
  private final boolean byPlace;
  private final List<Scene> scenes = new ArrayList<>();
  private int nextStep;

  private Interleaving(List<ChatEntry> chat, List<StepEntry> steps) {
    this.steps = steps;
    // Where texts lead nowhere, turns and steps are taken to correspond one by one.
    this.byPlace = chat
      .stream()
      .filter(ChatEntry::isTurn)
      .noneMatch(turn -> steps.stream().anyMatch(turn::belongsTo));
  }

  static List<Scene> of(List<ChatEntry> chat, List<StepEntry> steps) {
    Interleaving interleaving = new Interleaving(chat, steps);
    for (int index = 0; index < chat.size(); index++) {
      interleaving.add(index, chat.get(index));
    }
    interleaving.addStepsUpTo(steps.size());
    return interleaving.scenes;
  }

  private void add(int index, ChatEntry entry) {
    int step = entry.isTurn() ? stepOf(entry) : steps.size();
    boolean taken = step < steps.size();
    if (taken) {
      // Steps that the history leaves out, such as answers that were asked for again.
      addStepsUpTo(step);
    }
    scenes.add(new Scene.Talk(index, entry.role(), entry.content()));
    if (taken) {
      addStepsUpTo(step + 1);
    }
  }

  private int stepOf(ChatEntry turn) {
    int step = nextStep;
    while (!byPlace && step < steps.size() && !turn.belongsTo(steps.get(step))) {
      step++;
    }
    return step;
  }

  private void addStepsUpTo(int end) {
    for (; nextStep < end; nextStep++) {
      StepEntry step = steps.get(nextStep);
      scenes.add(new Scene.Step(nextStep, step.thought(), step.action(), step.observation(), step.takes()));
    }
  }
}
