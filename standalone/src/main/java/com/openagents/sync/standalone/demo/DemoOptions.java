package com.openagents.sync.standalone.demo;

import java.nio.file.Path;
import java.util.List;

/** @param sources transcripts, or folders of them; none for the samples that come with the program */
public record DemoOptions(Speed speed, List<Path> sources) {}
