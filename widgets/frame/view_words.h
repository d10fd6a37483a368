#pragma once

#include <QString>

#include "render/view_style.h"
#include "widgets/frame/view_data.h"

namespace molloquy::widgets {

/// Names of the choices as menus and lists show them.
QString representationWords(render::Representation representation);
QString colourWords(render::ColourBy colourBy);
QString labelWords(render::LabelKind label);
QString surfaceWords(render::SurfaceKind surface);
QString surfaceColourWords(render::SurfaceColour colour);
QString groundWords(render::Ground ground);

/// Why a choice has nothing to show; empty when it has.
QString whyNoColour(render::ColourBy colourBy, const ViewData& data);
QString whyNoLabel(render::LabelKind label, const ViewData& data);
QString whyNoSurfaceColour(render::SurfaceColour colour, const ViewData& data);

}  // namespace molloquy::widgets
